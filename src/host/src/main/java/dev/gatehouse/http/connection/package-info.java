/**
 * Connection limits below HTTP: how many are open, of whom, and how long they may take to show a key.
 *
 * <p>Works at the socket, through Netty's public types and the transport SPI of Vert.x: a connection is counted when it is accepted,
 * before its TLS handshake and its first byte. Imports {@code auth}, {@code config} and below.
 */
@NullMarked
package dev.gatehouse.http.connection;

import org.jspecify.annotations.NullMarked;
