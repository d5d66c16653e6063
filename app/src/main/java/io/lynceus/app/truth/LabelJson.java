package io.lynceus.app.truth;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Reads a JSON file of labels from its start to its end, within bounds. Each message names the file
 * and the line.
 */
final class LabelJson implements AutoCloseable {
  private static final long MAX_BYTES = 1L << 30;

  /** Outlines of objects, which are passed over, may be long numbers in deep lists, or text. */
  private static final StreamReadConstraints BOUNDS =
      StreamReadConstraints.builder()
          .maxDocumentLength(MAX_BYTES)
          .maxNestingDepth(64)
          .maxNumberLength(64)
          .maxStringLength(16 << 20)
          .maxNameLength(4096)
          .build();

  private static final JsonFactory JSON =
      JsonFactory.builder().streamReadConstraints(BOUNDS).build();

  private final String name;
  private final JsonParser parser;

  private LabelJson(String name, JsonParser parser) {
    this.name = name;
    this.parser = parser;
  }

  /** Opens the file; the caller closes this. */
  static LabelJson open(Path file, String name) throws TruthException {
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw new TruthException(name + " has more than 1 GiB: split it");
      }
      return new LabelJson(
          name, JSON.createParser(new BufferedInputStream(Files.newInputStream(file))));
    } catch (IOException e) {
      throw new TruthException(name + " cannot be read: " + e.getMessage(), e);
    }
  }

  /** The next token; the file must not end before. */
  JsonToken next() throws TruthException {
    try {
      JsonToken token = parser.nextToken();
      if (token == null) {
        throw problem("the file ends too early");
      }
      return token;
    } catch (StreamConstraintsException | JsonParseException e) {
      throw new TruthException(at() + "it is no JSON that can be read: " + e.getOriginalMessage());
    } catch (IOException e) {
      throw new TruthException(name + " cannot be read: " + e.getMessage(), e);
    }
  }

  /** The name of the next field of an object; empty at its end. */
  String nextField() throws TruthException {
    return next() == JsonToken.END_OBJECT ? "" : text(parser::currentName);
  }

  /** Passes over the value that begins with the current token. */
  void skip() throws TruthException {
    int depth = 0;
    JsonToken token = parser.currentToken();
    while (true) {
      depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
      if (depth <= 0) {
        return;
      }
      token = next();
    }
  }

  void require(JsonToken expected, String what) throws TruthException {
    if (parser.currentToken() != expected) {
      throw problem(what);
    }
  }

  boolean is(JsonToken token) {
    return parser.currentToken() == token;
  }

  /** The current text. */
  String text(String what) throws TruthException {
    require(JsonToken.VALUE_STRING, what + " is a text");
    String text = text(parser::getText);
    if (text.length() > 4096) {
      throw problem(what + " has more than 4096 characters");
    }
    return text;
  }

  /** The current name of a label. */
  String label() throws TruthException {
    String label = text("the name of a label").strip();
    if (label.isEmpty() || label.length() > TrueLabel.MAX_NAME_CHARS) {
      throw problem("the name of a label has 1 to " + TrueLabel.MAX_NAME_CHARS + " characters");
    }
    return label;
  }

  /** The current number or text, as text: what connects the parts of the file. */
  String id(String what) throws TruthException {
    if (!parser.currentToken().isScalarValue() || is(JsonToken.VALUE_NULL)) {
      throw problem(what + " is a number or a text");
    }
    String id = text(parser::getText);
    if (id.length() > 200) {
      throw problem(what + " has more than 200 characters");
    }
    return id;
  }

  /** The current number; 0 for null. */
  long size(String what) throws TruthException {
    return is(JsonToken.VALUE_NULL) ? 0 : (long) number(what);
  }

  /** The current truth value, also as a number. */
  boolean flag(String what) throws TruthException {
    return switch (parser.currentToken()) {
      case VALUE_TRUE -> true;
      case VALUE_FALSE, VALUE_NULL -> false;
      default -> number(what) != 0;
    };
  }

  private double number(String what) throws TruthException {
    if (!parser.currentToken().isNumeric()) {
      throw problem(what + " is a number");
    }
    try {
      return parser.getDoubleValue();
    } catch (IOException e) {
      throw new TruthException(at() + what + " is a number that can be read", e);
    }
  }

  /** The current list of x, y, width, height. */
  Region region(String what) throws TruthException {
    String rule = what + " is a list of four numbers, x, y, width and height in pixels";
    require(JsonToken.START_ARRAY, rule);
    double[] numbers = new double[4];
    for (int i = 0; i < numbers.length; i++) {
      if (next() == JsonToken.END_ARRAY) {
        throw problem(rule);
      }
      numbers[i] = number("each number of " + what);
    }
    next();
    require(JsonToken.END_ARRAY, rule);
    Region region = new Region(numbers[0], numbers[1], numbers[2], numbers[3]);
    if (!region.isPossible()) {
      throw problem(rule + ", not beyond a million, and no side below 0");
    }
    return region;
  }

  private interface Reading {
    String read() throws IOException;
  }

  private String text(Reading reading) throws TruthException {
    try {
      return reading.read();
    } catch (IOException e) {
      throw new TruthException(at() + "it is no JSON that can be read", e);
    }
  }

  TruthException problem(String what) {
    return new TruthException(at() + what);
  }

  private String at() {
    return name + ", line " + parser.currentTokenLocation().getLineNr() + ": ";
  }

  @Override
  public void close() throws TruthException {
    try {
      parser.close();
    } catch (IOException e) {
      throw new TruthException(name + " cannot be read: " + e.getMessage(), e);
    }
  }
}
