package io.lynceus.model.image;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * The pictures that a JPEG announces to be behind it, such as the gain map of a phone's photo. They
 * are announced by an MPF index (CIPA DC-007), or by the directory of a container in XMP data
 * (Android, "Ultra HDR Image Format" and "Motion Photo format"). Tools that rewrite a file often
 * keep both, and the places that they name are then wrong: only the number is read here.
 *
 * @param primaryBytes of the picture that announces them
 * @param announced how many they are, at least 0
 */
public record FurtherPictures(int primaryBytes, int announced) {

  /**
   * Reads the segments of a JPEG.
   *
   * @param jpeg from its position to its limit, which are left as they are; others may follow it
   * @throws RefusedImageException when the bytes are no JPEG
   */
  public static FurtherPictures of(ByteBuffer jpeg) throws RefusedImageException {
    ByteBuffer bytes = jpeg.slice();
    Announcements announcements = new Announcements(bytes);
    JpegWalk walk = new JpegWalk(announcements);
    walk.walk(bytes, 0, bytes.limit());
    return new FurtherPictures((int) walk.length(), announcements.pictures);
  }

  private static final class Announcements implements JpegWalk.Visitor {
    private static final byte[] XMP = "http://ns.adobe.com/xap/1.0/\0".getBytes(US_ASCII);
    private static final String ITEM = "http://ns.google.com/photos/1.0/container/item/";

    private final ByteBuffer file;
    private int pictures;

    Announcements(ByteBuffer file) {
      this.file = file;
    }

    @Override
    public void segment(int marker, long payload, int length) {
      if (payload + length > file.limit()) {
        return;
      }
      ByteBuffer data = file.slice((int) payload, length);
      if (marker == JpegWalk.APP2) {
        pictures = Math.max(pictures, MpfIndex.read(data, payload).size());
      } else if (marker == JpegWalk.APP1 && isXmp(data)) {
        byte[] xml = new byte[length - XMP.length];
        data.get(XMP.length, xml);
        pictures = Math.max(pictures, picturesOfContainer(xml));
      }
    }

    private static boolean isXmp(ByteBuffer data) {
      return data.limit() > XMP.length && data.slice(0, XMP.length).equals(ByteBuffer.wrap(XMP));
    }

    /** Those of the directory but the first, which is the JPEG itself. */
    private static int picturesOfContainer(byte[] xml) {
      int images = 0;
      XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
      factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
      try {
        XMLStreamReader reader = factory.createXMLStreamReader(new ByteArrayInputStream(xml));
        while (reader.hasNext()) {
          if (reader.next() == XMLStreamReader.START_ELEMENT) {
            images += images(reader);
          }
        }
      } catch (XMLStreamException e) {
        // What came before counts.
      }
      return Math.max(0, images - 1);
    }

    /** The type of an item is an attribute or an element. */
    private static int images(XMLStreamReader reader) throws XMLStreamException {
      if (ITEM.equals(reader.getNamespaceURI()) && reader.getLocalName().equals("Mime")) {
        return isImage(reader.getElementText()) ? 1 : 0;
      }
      return isImage(reader.getAttributeValue(ITEM, "Mime")) ? 1 : 0;
    }

    private static boolean isImage(@Nullable String type) {
      return type != null && type.strip().startsWith("image/");
    }
  }
}
