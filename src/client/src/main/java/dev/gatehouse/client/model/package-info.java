/**
 * The language model behind any OpenAI-compatible endpoint (Chat Completions): what was said goes in, a streamed reply comes out. Knows no
 * server and no terminal.
 */
@NullMarked
package dev.gatehouse.client.model;

import org.jspecify.annotations.NullMarked;
