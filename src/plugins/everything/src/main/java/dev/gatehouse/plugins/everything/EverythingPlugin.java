package dev.gatehouse.plugins.everything;

import dev.gatehouse.spi.Plugin;
import dev.gatehouse.spi.PluginContext;
import java.util.List;

/** The entry: names the objects whose annotated methods are served. A smaller plugin carries them itself. */
public final class EverythingPlugin implements Plugin {

  private static final System.Logger LOG = System.getLogger(EverythingPlugin.class.getName());

  @Override
  public void start(PluginContext context) {
    LOG.log(System.Logger.Level.DEBUG, "{0} serves {1}", context.plugin(), context.tenant());
  }

  @Override
  public List<Object> features() {
    return List.of(new ContentTools(), new TypedTools(), new SchemaTools(), new ClientTools(), new QuestionTools(), new FormTools(),
        new RoundTools(), new ChangeTools(), new Prompts(), new Resources());
  }
}
