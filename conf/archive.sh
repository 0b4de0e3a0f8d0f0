#!/usr/bin/env bash
# Makes the archive of loaded classes that halves the time to the first answer (AppCDS):
#
#   conf/archive.sh [JAR]          JAR is target/gatehouse.jar unless given
#
# It writes gatehouse.jsa beside the jar. Make it with the JDK that runs the host, of JAVA_HOME or of the PATH, and anew after each change of
# the jar or the JDK: an archive that does not fit is not used. The AOT cache of JDK 25 would be a little faster, but does not see that the jar
# was replaced, and would run the old classes. The host is started in a folder of its own with its embedded Redis, on free ports, answers some
# calls and ends. Nothing of it is left.
set -euo pipefail
fail() { echo "archive.sh: $*" >&2; exit 1; }

jar=${1:-target/gatehouse.jar}
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
[ -f "$jar" ] || fail "there is no $jar"
archive=${jar%.jar}.jsa

work=$(mktemp -d)
host=
finish() {
  [ -z "$host" ] || { kill "$host" && wait "$host"; } 2>/dev/null || true
  rm -rf "$work"
}
trap finish EXIT

mkdir -p "$work/plugins/demo"
# The sample, so that what loads and calls a plugin is in the archive, too.
[ ! -f tools-plugins/demo/math.jar ] || cp tools-plugins/demo/math.jar "$work/plugins/demo/"
cat >"$work/gatehouse.json" <<EOF
{
  "http":    { "port": 0 },
  "admin":   { "port": 0 },
  "redis":   { "embedded": { "port": 0, "dir": "$work/redis" } },
  "plugins": { "dir": "$work/plugins" },
  "tenants": { "demo": {} }
}
EOF

"$java" -XX:ArchiveClassesAtExit="$work/archive" -jar "$jar" run "$work/gatehouse.json" >"$work/out" 2>"$work/err" &
host=$!
until url=$(sed -n 's|^ready http://\(.*\)/mcp$|\1|p' "$work/out") && [ -n "$url" ]; do
  kill -0 "$host" 2>/dev/null || fail "the host did not start: $(cat "$work/err")"
  sleep 0.1
done
key=$(sed -n 's/^ *\(gth_[0-9a-z_]*\)$/\1/p' "$work/err")

# A message of 2026-07-28 to the host: METHOD [NAME [ARGUMENTS]]
call() {
  local meta='"_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{}}' params=
  [ -z "${2:-}" ] || params="\"name\":\"$2\",\"arguments\":${3:-{\}},"
  local body="{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"$1\",\"params\":{$params$meta}}"
  exec 3<>"/dev/tcp/${url%:*}/${url##*:}"
  printf '%s\r\n' "POST /mcp HTTP/1.1" "Host: $url" "Connection: close" "Authorization: Bearer $key" "Content-Type: application/json" \
    "Accept: application/json, text/event-stream" "MCP-Protocol-Version: 2026-07-28" "Mcp-Method: $1" ${2:+"Mcp-Name: $2"} \
    "Content-Length: ${#body}" "" >&3
  printf '%s' "$body" >&3
  cat <&3 >"$work/answer"
  exec 3>&-
  grep -q '"result"' "$work/answer"
}
call tools/list || fail "the host did not answer: $(cat "$work/answer")"
[ ! -f "$work/plugins/demo/math.jar" ] || call tools/call add '{"a":2,"b":3}' || fail "the host did not answer: $(cat "$work/answer")"

kill "$host"
wait "$host" || fail "the host did not stop in order: $(cat "$work/err")"
host=
[ -s "$work/archive" ] || fail "this JVM wrote no archive: $(cat "$work/out" "$work/err")"
# In one step: a host that starts meanwhile must not find half of it.
cp "$work/archive" "$archive.new"
chmod 644 "$archive.new"
mv -f "$archive.new" "$archive"
echo "wrote $archive; start the host with: java -XX:SharedArchiveFile=$archive -jar $jar"
