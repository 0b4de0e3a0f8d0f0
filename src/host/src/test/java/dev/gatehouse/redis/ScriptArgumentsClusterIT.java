package dev.gatehouse.redis;

/** {@link ScriptArgumentsIT} against six nodes: no command and no script has keys in two slots. */
@OnCluster
class ScriptArgumentsClusterIT extends ScriptArgumentsIT {
}
