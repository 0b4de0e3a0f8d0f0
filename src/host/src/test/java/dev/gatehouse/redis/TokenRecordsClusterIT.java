package dev.gatehouse.redis;

/** {@link TokenRecordsIT} against six nodes: no command and no script has keys in two slots. */
@OnCluster
class TokenRecordsClusterIT extends TokenRecordsIT {
}
