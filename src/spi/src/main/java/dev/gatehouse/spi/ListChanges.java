package dev.gatehouse.spi;

/**
 * Tells the tenant's clients that something has changed; those that asked for such news get it. Declare a parameter of this type in a
 * tool, prompt or resource, and keep it for as long as the plugin runs where changes come from outside.
 */
public interface ListChanges {

  /** The list of tools. */
  void toolsChanged();

  /** The list of prompts. */
  void promptsChanged();

  /** The list of resources or resource templates. */
  void resourcesChanged();

  /**
   * What a resource holds. Nobody hears of a URI that is none, since nobody can have subscribed to it.
   *
   * @param uri which, in any spelling
   */
  void resourceUpdated(String uri);
}
