package dev.gatehouse.tenant;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hears what is wrong with plugins and their settings. Called by the thread that follows the folder; returns at once and never fails. */
public interface PluginListener {

  /** The log, which names the faults of plugins without their stack traces. */
  PluginListener LOG = new PluginListener() {
    private static final Logger LOGGER = LoggerFactory.getLogger(Tenants.class);

    @Override
    public void failed(Throwable failure) {
      // The log has the fault already.
    }

    @Override
    public void unused(String setting) {
      LOGGER.warn("{}", setting);
    }
  };

  /** A plugin could not be loaded. The failure may quote the plugin's configuration, and secrets in it. */
  void failed(Throwable failure);

  /** A setting matches no tenant or plugin now: a sentence that begins with its field. Told once for each configuration. */
  void unused(String setting);
}
