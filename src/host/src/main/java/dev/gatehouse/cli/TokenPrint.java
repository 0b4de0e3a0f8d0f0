package dev.gatehouse.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.auth.Principal;
import dev.gatehouse.cli.TokenMint.Minted;
import dev.gatehouse.rpc.Json;
import java.io.PrintWriter;
import picocli.CommandLine;

/** Hands over a new token: the token alone on stdout, and what its user and its operator should know on stderr. */
final class TokenPrint {

  private final CommandLine command;
  private final String prefix;

  /** Prints where the command does; {@code prefix} is what names in Redis begin with. */
  TokenPrint(CommandLine command, String prefix) {
    this.command = command;
    this.prefix = prefix;
  }

  void print(Minted token, boolean json) throws JsonProcessingException {
    PrintWriter out = command.getOut();
    out.println(json ? asJson(token) : token.text());
    out.flush();
    if (!json) {
      PrintWriter err = command.getErr();
      err.println("This token is not shown again. Send it as 'Authorization: Bearer <token>', never in a URL.");
      err.println("It works until " + token.expires() + ". To end it sooner: redis-cli " + revocation(token));
      token.warnings().forEach(warning -> err.println("warning: " + warning));
      err.flush();
    }
  }

  private String revocation(Minted token) {
    return "SADD " + prefix + "revoked 'token:" + token.principal().tenant() + ':' + token.jti() + "'";
  }

  private String asJson(Minted token) throws JsonProcessingException {
    Principal principal = token.principal();
    ObjectNode made = Json.object().put("jti", token.jti()).put("tenant", principal.tenant()).put("owner", principal.owner())
        .put("token", token.text()).put("expires", token.expires().toString()).put("revoke", revocation(token));
    if (!token.warnings().isEmpty()) {
      token.warnings().forEach(made.putArray("warnings")::add);
    }
    return Json.mapper().writer().with(JsonWriteFeature.ESCAPE_NON_ASCII).writeValueAsString(made);
  }
}
