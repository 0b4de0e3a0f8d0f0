/**
 * The language model behind any OpenAI-compatible endpoint (Chat Completions): what was said goes in, a streamed reply comes out. Knows no
 * server and no terminal.
 */
package dev.gatehouse.client.model;
