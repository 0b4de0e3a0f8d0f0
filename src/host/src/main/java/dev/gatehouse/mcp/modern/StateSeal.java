package dev.gatehouse.mcp.modern;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Seals what a client carries from one round of a request to the next: it can neither read nor change it, nor use it for another
 * request, another caller's account, or another tenant. Anonymous callers of a tenant are one account. AES-256-GCM (NIST SP 800-38D); the
 * context is authenticated with it.
 *
 * <p>Hosts that share a secret open each other's seals. The first secret seals, all of them open, so that one can be put in front of
 * another and the old one removed when its seals have run out.
 */
public final class StateSeal {

  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;
  private static final int KEY_ID_BYTES = 4;
  private static final int OWN_SECRET_BYTES = 32;

  private final SecureRandom random = new SecureRandom();
  private final List<Key> keys;

  @SuppressWarnings("ArrayRecordComponent")
  private record Key(byte[] id, SecretKeySpec secret) {

    static Key of(byte[] secret) {
      byte[] digest = sha256(secret);
      // The id tells keys apart and must tell nothing about them: a digest of the digest.
      return new Key(Arrays.copyOf(sha256(digest), KEY_ID_BYTES), new SecretKeySpec(digest, "AES"));
    }
  }

  /**
   * Seals with the first, opens with any.
   *
   * @param secrets shared by all hosts of an installation; when empty one is made that ends with this process
   */
  public StateSeal(List<String> secrets) {
    this.keys = secrets.isEmpty()
        ? List.of(Key.of(random.generateSeed(OWN_SECRET_BYTES)))
        : secrets.stream().map(secret -> Key.of(secret.getBytes(StandardCharsets.UTF_8))).toList();
  }

  /**
   * Seals a text.
   *
   * @param context what it is for; opening needs the same
   */
  String seal(String text, String context) {
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    Key key = keys.get(0);
    try {
      byte[] sealed = cipher(Cipher.ENCRYPT_MODE, key, nonce, context).doFinal(text.getBytes(StandardCharsets.UTF_8));
      byte[] all = ByteBuffer.allocate(KEY_ID_BYTES + NONCE_BYTES + sealed.length).put(key.id()).put(nonce).put(sealed).array();
      return Base64.getUrlEncoder().withoutPadding().encodeToString(all);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-GCM cannot fail to seal", e);
    }
  }

  /**
   * Opens a seal.
   *
   * @return the text, or null when this is no seal of ours, was changed, or is for something else
   */
  @Nullable
  String open(String sealed, String context) {
    try {
      ByteBuffer all = ByteBuffer.wrap(Base64.getUrlDecoder().decode(sealed));
      if (all.remaining() < KEY_ID_BYTES + NONCE_BYTES) {
        return null;
      }
      byte[] id = new byte[KEY_ID_BYTES];
      byte[] nonce = new byte[NONCE_BYTES];
      all.get(id).get(nonce);
      byte[] rest = new byte[all.remaining()];
      all.get(rest);
      for (Key key : keys) {
        if (Arrays.equals(key.id(), id)) {
          return new String(cipher(Cipher.DECRYPT_MODE, key, nonce, context).doFinal(rest), StandardCharsets.UTF_8);
        }
      }
      return null;
    } catch (IllegalArgumentException | GeneralSecurityException e) {
      return null;
    }
  }

  private static Cipher cipher(int mode, Key key, byte[] nonce, String context) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key.secret(), new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(context.getBytes(StandardCharsets.UTF_8));
    return cipher;
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
