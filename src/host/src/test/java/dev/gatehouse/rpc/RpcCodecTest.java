package dev.gatehouse.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** JSON-RPC 2.0, as MCP narrows it: named parameters, ids that are strings or integers. */
final class RpcCodecTest {

  private static JsonNode json(String text) throws IOException {
    return Json.read(Buffer.buffer(text.replace('\'', '"')));
  }

  private static RpcMessage read(String text) throws IOException {
    return RpcCodec.read(json(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "0", "-7", "12345678901234567890", "'a'", "''", "'1'"})
  void an_id_goes_back_in_the_json_type_it_came_in(String id) throws IOException {
    RpcRequest request = (RpcRequest) read("{'jsonrpc':'2.0','id':" + id + ",'method':'m'}");

    assertThat(RpcCodec.write(RpcResponse.of(request.id(), Json.object())).get("id")).hasToString(json(id).toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "1.5", "1e-3", "true", "[]", "{}", "[1]"})
  void no_other_json_is_an_id(String id) throws IOException {
    String text = "{'jsonrpc':'2.0','id':" + id + ",'method':'m'}";

    assertThatThrownBy(() -> read(text)).isInstanceOfSatisfying(RpcException.class,
        e -> assertThat(e.error().code()).isEqualTo(RpcError.INVALID_REQUEST)).hasMessageContaining("'id'");
    assertThat(RpcCodec.idOf(json(text))).isNull();
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
      "[] | object", "null | object", "7 | object", "{} | 'jsonrpc'", "{'jsonrpc':2.0,'method':'m'} | 'jsonrpc'",
      "{'jsonrpc':'1.0','method':'m'} | 'jsonrpc'", "{'jsonrpc':'2.0'} | 'method'", "{'jsonrpc':'2.0','id':1} | 'method'",
      "{'jsonrpc':'2.0','id':1,'method':7} | 'method'", "{'jsonrpc':'2.0','id':1,'method':null} | 'method'",
      "{'jsonrpc':'2.0','id':1,'method':'m','params':[1]} | 'params'", "{'jsonrpc':'2.0','id':1,'method':'m','params':''} | 'params'",
      "{'jsonrpc':'2.0','id':1,'result':{},'error':{}} | 'method'", "{'jsonrpc':'2.0','result':{}} | 'id'",
      "{'jsonrpc':'2.0','id':1,'error':{'code':'x','message':'m'}} | 'error'", "{'jsonrpc':'2.0','id':1,'error':7} | 'error'"})
  void what_is_wrong_with_a_message_is_named(String text, String named) {
    assertThatThrownBy(() -> read(text)).isInstanceOfSatisfying(RpcException.class,
        e -> assertThat(e.error().code()).isEqualTo(RpcError.INVALID_REQUEST)).hasMessageContaining(named);
  }

  @ParameterizedTest
  @CsvSource({"1.0, 1", "1e3, 1000", "-0.0, 0", "10.0E0, 10", "12345678901.0, 12345678901", "12345678901234567890.0, 12345678901234567890"})
  void a_number_without_a_fraction_is_an_integer(String sent, String id) throws IOException {
    RpcRequest request = (RpcRequest) read("{'jsonrpc':'2.0','id':" + sent + ",'method':'m'}");

    assertThat(request.id()).isEqualTo(new RpcId(json(id)));
    assertThat(RpcCodec.write(RpcResponse.of(request.id(), Json.object())).get("id")).hasToString(id);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ",'params':null", ",'params':[]", ",'params':{}"})
  void a_request_without_parameters_has_none(String params) throws IOException {
    assertThat(read("{'jsonrpc':'2.0','id':1,'method':'m'" + params + "}"))
        .isInstanceOfSatisfying(RpcRequest.class, request -> assertThat(request.params()).isEmpty());
  }

  @Test
  void a_message_without_an_id_wants_no_answer() throws IOException {
    assertThat(read("{'jsonrpc':'2.0','method':'m','params':{'a':1}}")).isInstanceOfSatisfying(RpcNotification.class,
        told -> assertThat(told.params().path("a").intValue()).isEqualTo(1));
  }

  @ParameterizedTest
  @ValueSource(strings = {
      "{'jsonrpc':'2.0','id':'a','method':'m','params':{'x':[1]}}",
      "{'jsonrpc':'2.0','method':'m','params':{}}",
      "{'jsonrpc':'2.0','id':1,'result':{'x':1}}",
      "{'jsonrpc':'2.0','id':1,'result':null}",
      "{'jsonrpc':'2.0','id':1,'error':{'code':-1,'message':'no'}}",
      "{'jsonrpc':'2.0','id':1,'error':{'code':-1,'message':'no','data':{'why':1}}}"})
  void what_is_read_can_be_written(String text) throws IOException {
    assertThat(RpcCodec.write(read(text))).hasToString(json(text).toString());
  }

  @Test
  void an_error_about_nobody_in_particular_has_no_id_rather_than_null() throws IOException {
    JsonNode written = RpcCodec.write(RpcResponse.of((RpcId) null, RpcError.of(RpcError.PARSE_ERROR, "no")));

    assertThat(written).isEqualTo(json("{'jsonrpc':'2.0','error':{'code':-32700,'message':'no'}}"));
  }

  @Test
  void the_id_of_a_refused_message_can_be_told_if_it_has_one() throws IOException {
    assertThat(RpcCodec.idOf(json("{'id':'a','method':7}")).json().textValue()).isEqualTo("a");
    assertThat(RpcCodec.idOf(json("[{'id':1}]"))).isNull();
    assertThat(RpcCodec.idOf(json("null"))).isNull();
    assertThat(RpcCodec.idOf(null)).isNull();
  }
}
