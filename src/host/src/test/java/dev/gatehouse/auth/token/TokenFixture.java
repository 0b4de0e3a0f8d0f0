package dev.gatehouse.auth.token;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.gatehouse.ManualClock;
import dev.gatehouse.auth.Admission;
import dev.gatehouse.auth.AuthRequest;
import dev.gatehouse.auth.key.Credential;
import dev.gatehouse.auth.key.Dependencies;
import dev.gatehouse.auth.key.FieldException;
import dev.gatehouse.auth.key.KeyRecord;
import dev.gatehouse.auth.key.KeyState;
import dev.gatehouse.auth.key.KeyStore;
import dev.gatehouse.auth.limit.LogThrottle;
import dev.gatehouse.http.JsonClient;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** An authorization server over HTTP, records in memory, and the authentication that goes by both. The time is by hand. */
final class TokenFixture implements AutoCloseable {

  static final String TENANT = "acme";
  static final String ADDRESS = "192.0.2.7";
  static final RSAKey RSA = rsa("rsa-1");
  static final RSAKey OTHER_RSA = rsa("rsa-2");
  static final ECKey EC = ec(Curve.P_256, "ec-1");
  static final Instant NOW = Instant.parse("2026-11-29T12:00:00Z");

  final Vertx vertx = Vertx.vertx();
  final Map<String, Map<String, String>> records = new ConcurrentSkipListMap<>();
  final Set<String> revoked = ConcurrentHashMap.newKeySet();
  final Map<String, Handler<HttpServerRequest>> pages = new ConcurrentHashMap<>();
  final AtomicInteger fetches = new AtomicInteger();
  final ManualClock clock = new ManualClock(NOW);
  final Memory store = new Memory();
  final TokenAuthentication tokens;
  private final HttpServer server;
  private final Set<String> proofs;

  /** The store of records. */
  final class Memory implements KeyStore {

    private final Map<String, KeyRecord> parsed = new ConcurrentHashMap<>();

    @Override
    public @Nullable KeyRecord cached(String id) {
      return parsed.get(id);
    }

    @Override
    public Future<KeyRecord> find(Credential credential) {
      return Future.succeededFuture(parsed.computeIfAbsent(credential.id(), id -> credential.parse(state(credential), now(), -1)));
    }

    private KeyState state(Credential credential) {
      Map<String, String> fields = record(credential.record());
      Dependencies others = fields.isEmpty() ? null : credential.dependencies(fields);
      String closedBy = fields.isEmpty() ? null : credential.revocable(others).stream().filter(revoked::contains).findFirst().orElse(null);
      KeyState own = KeyState.of(fields, closedBy, -1);
      return others == null ? own : own.with(
          others.roles().stream().map(role -> new KeyState.Role(role, record("role:" + others.tenant() + ':' + role))).toList(),
          record("owner:" + others.tenant() + ':' + others.owner()), record("tenant:" + others.tenant()));
    }
  }

  private final class Table implements Issuers {

    private List<Issuer> all() {
      return records.keySet().stream().filter(name -> name.startsWith("issuer:")).map(this::read).filter(Issuer.class::isInstance)
          .map(Issuer.class::cast).toList();
    }

    private Object read(String record) {
      String[] parts = record.split(":");
      try {
        return IssuerReader.read(parts[1], parts[2], record(record));
      } catch (FieldException e) {
        return new UnreadableIssuer(parts[1], parts[2], e.getMessage());
      }
    }

    @Override
    public List<Issuer> of(String tenant) {
      return all().stream().filter(issuer -> issuer.tenant().equals(tenant)).toList();
    }

    @Override
    public List<Issuer> issuing(String iss) {
      return all().stream().filter(issuer -> issuer.issuer().equals(iss)).toList();
    }

    @Override
    public @Nullable Issuer find(String tenant, String name) {
      return of(tenant).stream().filter(issuer -> issuer.name().equals(name)).findFirst().orElse(null);
    }

    @Override
    public List<UnreadableIssuer> unreadable() {
      return records.keySet().stream().filter(name -> name.startsWith("issuer:")).map(this::read)
          .filter(UnreadableIssuer.class::isInstance).map(UnreadableIssuer.class::cast).toList();
    }

    @Override
    public boolean any() {
      return records.keySet().stream().anyMatch(name -> name.startsWith("issuer:"));
    }
  }

  TokenFixture() {
    this(ConcurrentHashMap.newKeySet());
  }

  /** Another host, which shares the replay cache. */
  TokenFixture(TokenFixture other) {
    this(other.proofs);
  }

  private TokenFixture(Set<String> proofs) {
    this.proofs = proofs;
    this.server = vertx.createHttpServer().requestHandler(request -> {
      fetches.incrementAndGet();
      pages.getOrDefault(request.path(), missing -> missing.response().setStatusCode(404).end()).handle(request);
    }).listen(0, "127.0.0.1").await();
    this.tokens = new TokenAuthentication(vertx, new JsonClient(vertx), new Table(), store,
        (tenant, digest) -> Future.succeededFuture(proofs.add(digest)),
        tenant -> List.of("https://mcp.example/t/" + tenant + "/mcp"), clock, new LogThrottle(), clock::nanoTime);
    serveKeys(RSA, EC);
    put("issuer:acme:corp", Map.of("issuer", issuer(), "jwks", url("/jwks"), "scope.read", "reader"));
    put("role:acme:reader", Map.of("tools", "add"));
  }

  Instant now() {
    return clock.instant();
  }

  Map<String, String> record(String name) {
    return records.getOrDefault(name, Map.of());
  }

  /** Lets seconds go by. */
  void pass(long seconds) {
    clock.pass(Duration.ofSeconds(seconds));
  }

  /** Writes a record, as redis-cli would. */
  void put(String name, Map<String, String> fields) {
    records.put(name, fields);
    store.parsed.clear();
  }

  /** Adds to a record. */
  void set(String name, String field, String value) {
    Map<String, String> fields = new TreeMap<>(record(name));
    fields.put(field, value);
    put(name, fields);
  }

  void revoke(String member) {
    revoked.add(member);
    store.parsed.clear();
  }

  String url(String path) {
    return "http://127.0.0.1:" + server.actualPort() + path;
  }

  String issuer() {
    return url("/realms/corp");
  }

  void serveKeys(JWK... keys) {
    serve("/jwks", new JWKSet(List.of(keys)).toString());
  }

  void serve(String path, String json) {
    pages.put(path, request -> request.response().putHeader("Content-Type", "application/json").end(json));
  }

  /** The claims of a good token. */
  JWTClaimsSet.Builder claims() {
    return new JWTClaimsSet.Builder().issuer(issuer()).audience("https://mcp.example/t/acme/mcp").subject("ann").jwtID("t-1")
        .claim("client_id", "agent").claim("scope", "openid read").issueTime(Date.from(now()))
        .expirationTime(Date.from(now().plusSeconds(3600)));
  }

  static JWSHeader.Builder header(JWSAlgorithm algorithm, JWK key) {
    return new JWSHeader.Builder(algorithm).type(new JOSEObjectType("at+jwt")).keyID(key.getKeyID());
  }

  String good() {
    return sign(header(JWSAlgorithm.RS256, RSA).build(), claims().build(), RSA);
  }

  static String sign(JWSHeader header, JWTClaimsSet claims, JWK key) {
    try {
      return sign(header, claims, key instanceof RSAKey rsa ? new RSASSASigner(rsa) : new ECDSASigner((ECKey) key));
    } catch (com.nimbusds.jose.JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  static String sign(JWSHeader header, JWTClaimsSet claims, JWSSigner signer) {
    try {
      SignedJWT token = new SignedJWT(header, claims);
      token.sign(signer);
      return token.serialize();
    } catch (com.nimbusds.jose.JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  static RSAKey rsa(String kid) {
    try {
      return new RSAKeyGenerator(2048).keyID(kid).generate();
    } catch (com.nimbusds.jose.JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  static ECKey ec(Curve curve, String kid) {
    try {
      return new ECKeyGenerator(curve).keyID(kid).generate();
    } catch (com.nimbusds.jose.JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A request of the tenant in the path. */
  record Sent(String credential, @Nullable String tenant, String method, String url, List<String> proofs, boolean dpopScheme)
      implements AuthRequest {

    @Override
    public String clientAddress() {
      return ADDRESS;
    }
  }

  @Nullable
  Admission admit(String token) {
    return admit(new Sent(token, TENANT, "POST", "https://mcp.example/t/acme/mcp", List.of(), false));
  }

  @Nullable
  Admission admit(Sent request) {
    Future<Admission> admission = tokens.admit(request);
    return admission == null ? null : admission.await();
  }

  @Override
  public void close() {
    tokens.close().await();
    vertx.close().await();
  }
}
