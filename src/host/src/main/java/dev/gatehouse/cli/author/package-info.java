/** What authors of plugins are helped with: a project to begin with, and a host that runs it from its classes. Knows no command. */
@NullMarked
package dev.gatehouse.cli.author;

import org.jspecify.annotations.NullMarked;
