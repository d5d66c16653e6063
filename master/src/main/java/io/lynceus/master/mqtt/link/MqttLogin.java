package io.lynceus.master.mqtt.link;

import io.lynceus.common.tls.ClientTls;
import java.util.Optional;

/**
 * With what a connection begins.
 *
 * @param tls absent: without TLS
 * @param user absent: none
 * @param password absent: none
 * @param will what the broker publishes when the connection ends without a farewell; absent:
 *     nothing
 */
public record MqttLogin(
    String host,
    int port,
    Optional<ClientTls> tls,
    String clientId,
    Optional<String> user,
    Optional<String> password,
    Optional<TopicMessage> will) {}
