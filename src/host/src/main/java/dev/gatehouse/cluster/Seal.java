package dev.gatehouse.cluster;

import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Authenticated encryption of the messages of one tenant, with AES-256-GCM (NIST SP 800-38D). Every member of a cluster can listen and send
 * at any address; without the tenant's key it can neither read nor make a message. The {@link Envelope} and the receiver's address are
 * associated data, so that a message is accepted at one address only, and none comes back as its own answer. Thread-safe.
 *
 * <p>A nonce must never be used twice with one key. Each process derives a key of its own from the tenant's key and a random salt, which it
 * sends along, and counts its messages. The sealed content is {@code salt (16 bytes) · count (8) · ciphertext · tag (16)}.
 */
public final class Seal {

  private static final String CIPHER = "AES/GCM/NoPadding";
  private static final String MAC = "HmacSHA256";
  private static final int SALT = 16;
  private static final int NONCE = 12;
  private static final int TAG = 16;
  private static final int AROUND = SALT + Long.BYTES;
  /** Keys of other processes that are kept; each restart of a node brings one. */
  private static final int MOST_PEERS = 1_024;
  private static final ThreadLocal<Cipher> CIPHERS = ThreadLocal.withInitial(Seal::cipher);

  private final byte[] key;
  private final byte[] salt = new byte[SALT];
  private final SecretKeySpec own;
  private final AtomicLong sealed = new AtomicLong();
  private final Map<ByteBuffer, SecretKeySpec> peers = new ConcurrentHashMap<>();

  /**
   * Seals with a tenant's key.
   *
   * @param key 32 bytes
   */
  Seal(byte[] key) {
    this.key = key.clone();
    new SecureRandom().nextBytes(salt);
    own = derive(salt);
  }

  /** How many bytes a sealed message has beyond its content, the envelope apart. */
  public static int overhead() {
    return AROUND + TAG;
  }

  /**
   * Makes a message.
   *
   * @param clear what stays readable
   * @param to the receiver's address
   * @param content what is encrypted
   */
  public Buffer seal(Envelope clear, String to, byte[] content) {
    return seal(clear, to, content, content.length);
  }

  /** The same with the first bytes of an array. */
  public Buffer seal(Envelope clear, String to, byte[] content, int length) {
    int head = clear.length();
    byte[] message = new byte[head + AROUND + length + TAG];
    clear.write(message);
    long count = sealed.incrementAndGet();
    System.arraycopy(salt, 0, message, head, SALT);
    ByteBuffer.wrap(message).putLong(head + SALT, count);
    try {
      Cipher cipher = start(Cipher.ENCRYPT_MODE, own, count);
      cipher.updateAAD(message, 0, head);
      cipher.updateAAD(to.getBytes(StandardCharsets.UTF_8));
      cipher.doFinal(content, 0, length, message, head + AROUND);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-GCM cannot fail to encrypt", e);
    }
    return Buffer.buffer(message);
  }

  /**
   * Reads a message.
   *
   * @param clear its envelope
   * @param to the address that received it
   * @return the content
   * @throws SealException when it was not sealed with this tenant's key for this address, or was changed
   */
  public byte[] open(Envelope clear, String to, Buffer message) throws SealException {
    byte[] bytes = message.getBytes();
    int head = clear.length();
    if (bytes.length < head + AROUND + TAG) {
      throw new SealException("the message is too short");
    }
    byte[] from = Arrays.copyOfRange(bytes, head, head + SALT);
    ByteBuffer peer = ByteBuffer.wrap(from);
    SecretKeySpec known = peers.get(peer);
    SecretKeySpec theirs = known == null ? derive(from) : known;
    try {
      Cipher cipher = start(Cipher.DECRYPT_MODE, theirs, ByteBuffer.wrap(bytes).getLong(head + SALT));
      cipher.updateAAD(bytes, 0, head);
      cipher.updateAAD(to.getBytes(StandardCharsets.UTF_8));
      byte[] content = cipher.doFinal(bytes, head + AROUND, bytes.length - head - AROUND);
      if (known == null) {
        keep(peer, theirs);
      }
      return content;
    } catch (GeneralSecurityException e) {
      throw new SealException("the message is not sealed with the key of tenant '" + clear.tenant() + "' for this node");
    }
  }

  /** Only salts of authentic messages are kept: others could be made without end. */
  private void keep(ByteBuffer peer, SecretKeySpec theirs) {
    if (peers.size() >= MOST_PEERS) {
      peers.clear();
    }
    peers.put(peer, theirs);
  }

  private SecretKeySpec derive(byte[] from) {
    return new SecretKeySpec(hmac(key, from), "AES");
  }

  /** HMAC-SHA256 (RFC 2104). */
  static byte[] hmac(byte[] key, byte[] text) {
    try {
      Mac mac = Mac.getInstance(MAC);
      mac.init(new SecretKeySpec(key, MAC));
      return mac.doFinal(text);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + MAC, e);
    }
  }

  private static Cipher cipher() {
    try {
      return Cipher.getInstance(CIPHER);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + CIPHER, e);
    }
  }

  private static Cipher start(int mode, SecretKeySpec key, long count) throws GeneralSecurityException {
    Cipher cipher = CIPHERS.get();
    cipher.init(mode, key, new GCMParameterSpec(TAG * Byte.SIZE, ByteBuffer.allocate(NONCE).putLong(NONCE - Long.BYTES, count).array()));
    return cipher;
  }
}
