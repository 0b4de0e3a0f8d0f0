package dev.gatehouse.http;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The blocks of a PEM file (RFC 7468).
 *
 * @param file where they are from, for messages
 * @param blocks in the order of the file
 */
record PemBlocks(Path file, List<Block> blocks) {

  private static final Pattern BLOCK = Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----(.*?)-----END \\1-----", Pattern.DOTALL);
  private static final String PRIVATE = "PRIVATE KEY";
  /** The mark of OpenSSL's format before PKCS#8 (RFC 1421 section 4.6.1.1). */
  private static final String ENCRYPTED_INSIDE = "Proc-Type: 4,ENCRYPTED";

  /** One block: its label, and what stands between its lines. */
  record Block(String label, String body) {

    byte[] bytes() {
      return Base64.getMimeDecoder().decode(body);
    }

    private boolean encrypted() {
      return label.startsWith("ENCRYPTED ") || body.contains(ENCRYPTED_INSIDE);
    }

    /** Keeps what may be a private key out of messages. */
    @Override
    public String toString() {
      return "Block[" + label + "]";
    }
  }

  static PemBlocks of(Path file, String text) {
    List<Block> blocks = new ArrayList<>();
    Matcher m = BLOCK.matcher(text);
    while (m.find()) {
      blocks.add(new Block(m.group(1), m.group(2)));
    }
    return new PemBlocks(file, List.copyOf(blocks));
  }

  List<Block> certificates() {
    return blocks.stream().filter(block -> block.label().equals("CERTIFICATE")).toList();
  }

  private boolean hasKey() {
    return blocks.stream().anyMatch(block -> block.label().endsWith(PRIVATE));
  }

  /** The fault of a certificate file, as far as its labels show it. */
  Optional<String> noCertificate() {
    return !certificates().isEmpty() ? Optional.empty() : Optional.of(file + (hasKey()
        ? " holds a private key and no certificate; it may have changed places with the other file"
        : " holds no certificate in PEM, which begins with -----BEGIN CERTIFICATE-----"));
  }

  /** The fault of a private key file, as far as its labels show it. */
  Optional<String> noKey() {
    return hasKey() ? Optional.empty() : Optional.of(file + (certificates().isEmpty()
        ? " holds no private key in PEM, which begins with -----BEGIN PRIVATE KEY-----"
        : " holds a certificate and no private key; it may have changed places with the other file"));
  }

  /** Says what to do with a private key that only a passphrase opens. */
  Optional<String> encryptedKey() {
    return blocks.stream().noneMatch(Block::encrypted) ? Optional.empty() : Optional.of(file + " is encrypted, and the host has no"
        + " passphrase for it; write it out plain, readable by the host's user alone: (umask 077; openssl pkey -in " + file
        + " -out PLAIN.pem)");
  }
}
