package io.lynceus.store.database;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

/**
 * Where a PostgreSQL database is, and who asks.
 *
 * @param jdbcUrl for the driver, without user and password unless they were given in it
 * @param properties for the driver
 * @param place host, port and name, for messages
 */
record PostgresAddress(String jdbcUrl, Properties properties, String place) {

  /**
   * Understands {@code postgresql://USER:PASSWORD@HOST:PORT/DATABASE?…}, with percent signs as in
   * any URL, and what the driver itself takes.
   *
   * @throws IllegalArgumentException without the text, which may have a password
   */
  static PostgresAddress of(String url) {
    Properties properties = new Properties();
    properties.setProperty("ApplicationName", "lynceus");
    properties.setProperty("reWriteBatchedInserts", "true");
    properties.setProperty("tcpKeepAlive", "true");
    properties.setProperty("connectTimeout", "5");
    properties.setProperty("socketTimeout", "60");
    if (url.startsWith("jdbc:")) {
      String place = url.substring("jdbc:postgresql:".length()).replaceFirst("\\?.*", "");
      return new PostgresAddress(url, properties, place);
    }
    try {
      URI parsed = new URI(url);
      String user = parsed.getRawUserInfo();
      if (user != null) {
        int colon = user.indexOf(':');
        properties.setProperty("user", decoded(colon < 0 ? user : user.substring(0, colon)));
        if (colon >= 0) {
          properties.setProperty("password", decoded(user.substring(colon + 1)));
        }
      }
      if (parsed.getHost() == null || parsed.getRawPath().length() < 2) {
        throw wrong();
      }
      String place =
          parsed.getHost()
              + (parsed.getPort() < 0 ? "" : ":" + parsed.getPort())
              + parsed.getRawPath();
      String query = parsed.getRawQuery() == null ? "" : "?" + parsed.getRawQuery();
      return new PostgresAddress("jdbc:postgresql://" + place + query, properties, place);
    } catch (URISyntaxException e) {
      throw wrong();
    }
  }

  private static IllegalArgumentException wrong() {
    return new IllegalArgumentException(
        "store.url is postgresql://USER:PASSWORD@HOST:PORT/DATABASE, with % signs for what is"
            + " special in a URL");
  }

  private static String decoded(String part) {
    return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  Connection connect() throws SQLException {
    return DriverManager.getConnection(jdbcUrl, properties);
  }

  /** A connection whose statements may take an hour. */
  Connection connectForLong() throws SQLException {
    Properties patient = new Properties();
    properties
        .stringPropertyNames()
        .forEach(key -> patient.setProperty(key, properties.getProperty(key)));
    patient.setProperty("socketTimeout", "3600");
    return DriverManager.getConnection(jdbcUrl, patient);
  }

  /** Without user and password. */
  @Override
  public String toString() {
    return place;
  }
}
