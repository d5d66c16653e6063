package io.lynceus.app.truth;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Reads an XML file of Pascal VOC: {@code filename}, {@code size}, and for each {@code object} its
 * {@code name}, {@code bndbox} and {@code difficult}. A box reaches from xmin to xmax: the pixel by
 * which programs differ here is not corrected. All else is passed over.
 *
 * <p>A file with a document type is refused: entities could be as long as they like, or name other
 * files.
 *
 * @see <a href="http://host.robots.ox.ac.uk/pascal/VOC/voc2012/htmldoc/index.html">The format</a>
 */
final class VocReader {
  private static final long MAX_BYTES = 4 << 20;
  private static final int MAX_DEPTH = 10;
  private static final int MAX_TEXT = 4096;

  private static final String OBJECT = "/annotation/object";
  private static final List<String> SIDES = List.of("xmin", "ymin", "xmax", "ymax");

  private final XMLStreamReader xml;
  private final List<TrueLabel> labels = new ArrayList<>();
  private final Map<String, String> values = new HashMap<>();
  private final Map<String, String> ofObject = new HashMap<>();

  private VocReader(XMLStreamReader xml) {
    this.xml = xml;
  }

  /** Reads all XML files of the folder; one that cannot be used is the problem of its picture. */
  static LabelledPictures read(DataFolder folder, List<Path> files) throws TruthException {
    List<LabelledPicture> pictures = new ArrayList<>();
    int count = 0;
    for (Path file : files) {
      Optional<LabelledPicture> read = picture(folder, file);
      if (read.isEmpty()) {
        continue;
      }
      LabelledPicture picture = read.get();
      count += picture.labels().size();
      if (pictures.size() >= LabelledPictures.MAX_PICTURES || count > LabelledPictures.MAX_LABELS) {
        throw new TruthException(
            "there are more than %d pictures, or more than %d labels"
                .formatted(LabelledPictures.MAX_PICTURES, LabelledPictures.MAX_LABELS));
      }
      pictures.add(picture);
    }
    pictures.sort(Comparator.comparing(LabelledPicture::name));
    return LabelledPictures.ofOccurring(TruthFormat.VOC, files.size() + " XML files", pictures);
  }

  /** Empty for an XML file of another kind. */
  private static Optional<LabelledPicture> picture(DataFolder folder, Path file) {
    String stem = DataFolder.stem(file);
    try (InputStream in = open(folder.file(file))) {
      VocReader reader = new VocReader(factory().createXMLStreamReader(in));
      if (!reader.read()) {
        return Optional.empty();
      }
      String name = reader.values.getOrDefault("/annotation/filename", stem);
      Optional<Path> picture =
          folder.picture(name, file).or(() -> folder.picture(stem, file)); // it was renamed
      return Optional.of(
          LabelledPicture.of(
              picture.map(found -> DataFolder.fileName(found)).orElse(name),
              picture,
              LabelledPicture.Measure.pixelsOf(reader.size("width"), reader.size("height")),
              reader.labels));
    } catch (XMLStreamException e) {
      return unusable(folder, file, line(e) + "it is no XML that can be read");
    } catch (TruthException e) {
      return unusable(folder, file, String.valueOf(e.getMessage()));
    } catch (IOException e) {
      return unusable(folder, file, "it cannot be read: " + e.getMessage());
    }
  }

  private static Optional<LabelledPicture> unusable(DataFolder folder, Path file, String problem) {
    return Optional.of(
        LabelledPicture.unusable(
            DataFolder.name(file),
            folder.picture(DataFolder.stem(file), file),
            "labels in " + DataFolder.name(file) + ": " + problem));
  }

  private static String line(XMLStreamException e) {
    return e.getLocation() == null ? "" : "line " + e.getLocation().getLineNumber() + ": ";
  }

  private static InputStream open(Path file) throws IOException, TruthException {
    if (Files.size(file) > MAX_BYTES) {
      throw new TruthException("it has more than 4 MiB");
    }
    return new BufferedInputStream(Files.newInputStream(file));
  }

  private static XMLInputFactory factory() {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    return factory;
  }

  /** Whether an XML file is one of VOC, by its first element. */
  static boolean isVoc(Path file) {
    try (InputStream in = open(file)) {
      XMLStreamReader xml = factory().createXMLStreamReader(in);
      while (xml.hasNext()) {
        if (xml.next() == XMLStreamConstants.START_ELEMENT) {
          return xml.getLocalName().equals("annotation");
        }
      }
      return false;
    } catch (XMLStreamException | IOException | TruthException e) {
      return false;
    }
  }

  /** Returns false for a file of another kind. */
  private boolean read() throws XMLStreamException, TruthException {
    List<String> path = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    while (xml.hasNext()) {
      switch (xml.next()) {
        case XMLStreamConstants.START_ELEMENT -> {
          path.add(xml.getLocalName());
          text.setLength(0);
          if (!path.get(0).equals("annotation")) {
            return false;
          }
          if (path.size() > MAX_DEPTH) {
            throw problem("it has more than " + MAX_DEPTH + " levels");
          }
        }
        case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA ->
            text.append(xml.getText(), 0, Math.min(xml.getTextLength(), room(text)));
        case XMLStreamConstants.END_ELEMENT -> {
          end("/" + String.join("/", path), text.toString().strip());
          path.remove(path.size() - 1);
          text.setLength(0);
        }
        case XMLStreamConstants.DTD -> throw problem("a document type is not accepted");
        default -> {
          // Comments and the like.
        }
      }
    }
    return true;
  }

  private static int room(StringBuilder text) {
    return MAX_TEXT - text.length();
  }

  private void end(String element, String text) throws TruthException {
    if (element.equals(OBJECT)) {
      labels.add(label());
      ofObject.clear();
      if (labels.size() > LabelledPicture.MAX_LABELS) {
        throw problem("it has more than " + LabelledPicture.MAX_LABELS + " objects");
      }
    } else if (element.startsWith(OBJECT + "/")) {
      ofObject.put(element.substring(OBJECT.length() + 1), text);
    } else {
      values.put(element, text);
    }
    if (values.size() + ofObject.size() > 1000) {
      throw problem("it has too many different elements");
    }
  }

  private TrueLabel label() throws TruthException {
    String name = ofObject.getOrDefault("name", "");
    if (name.isEmpty() || name.length() > TrueLabel.MAX_NAME_CHARS) {
      throw problem("an object has a name of 1 to " + TrueLabel.MAX_NAME_CHARS + " characters");
    }
    double[] sides = new double[4];
    for (int i = 0; i < sides.length; i++) {
      sides[i] = number(ofObject.getOrDefault("bndbox/" + SIDES.get(i), ""), SIDES.get(i));
    }
    Region region = new Region(sides[0], sides[1], sides[2] - sides[0], sides[3] - sides[1]);
    if (!region.isPossible()) {
      throw problem("a bndbox reaches from xmin to xmax and ymin to ymax, in pixels");
    }
    boolean difficult = ofObject.getOrDefault("difficult", "0").equals("1");
    return new TrueLabel(name, region, difficult);
  }

  private double number(String text, String what) throws TruthException {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw problem("the " + what + " of a bndbox is a number");
    }
  }

  private long size(String side) {
    String text = values.getOrDefault("/annotation/size/" + side, "");
    return text.matches("\\d{1,9}") ? Long.parseLong(text) : 0;
  }

  private TruthException problem(String what) {
    return new TruthException("line " + xml.getLocation().getLineNumber() + ": " + what);
  }
}
