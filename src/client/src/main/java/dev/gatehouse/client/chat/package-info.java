/**
 * The chat: a person at a terminal, a model, and the tools of several servers under one roof. A question runs in rounds until the model has
 * its answer; what the model asks for at the same time runs at the same time.
 */
@NullMarked
package dev.gatehouse.client.chat;

import org.jspecify.annotations.NullMarked;
