package io.lynceus.vision.natives;

import com.sun.jna.Function;
import com.sun.jna.Memory;
import com.sun.jna.NativeLibrary;
import com.sun.jna.NativeLong;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.NativeLongByReference;
import com.sun.jna.ptr.PointerByReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.opencv.core.CvType;
import org.opencv.core.Mat;

/**
 * The system's libturbojpeg, on Linux: libjpeg with the vector instructions of the processor, which
 * OpenCV's own copy does not use. It gives the planes that a JPEG stores, the brightness and two
 * colour differences, and reads the coded data once for all three; and it encodes pictures.
 *
 * <p>Used by any thread: each call has a decompressor or compressor of its own.
 *
 * <p>Source: {@code turbojpeg.h} of libjpeg-turbo 2.0. Later versions still have what is used here.
 */
public final class TurboJpeg {
  /** The name that it has in all distributions. */
  static final String LIBRARY = "libturbojpeg.so.0";

  /** New in version 2.0, as is {@link #STOP_ON_WARNING}, which earlier versions pass over. */
  private static final String SINCE_2_0 = "tjGetErrorCode";

  /** The exact integer transform, whose results are the same in all implementations. */
  private static final int ACCURATE_DCT = 4096;

  private static final int STOP_ON_WARNING = 8192;

  /** The buffer for a file is the caller's, and large enough. */
  private static final int KEEP_BUFFER = 1024;

  /** The library's number of pixels of three bytes, blue first. */
  private static final int BLUE_GREEN_RED = 1;

  /** Its number of the sampling in which four pixels share a sample of a colour difference. */
  private static final int SAMPLING_420 = 2;

  /** The library's number of the colour space YCbCr. */
  private static final int YCBCR = 1;

  /**
   * Pixels in a row that share a sample of a colour difference, by the library's number of the
   * sampling: 4:4:4, 4:2:2, 4:2:0, grey, 4:4:0, 4:1:1.
   */
  private static final int[] ACROSS = {1, 2, 2, 0, 1, 4};

  /** And in a column. */
  private static final int[] DOWN = {1, 1, 2, 0, 2, 1};

  private static volatile @Nullable TurboJpeg loaded;

  private final Function create;
  private final Function readHeader;
  private final Function decompress;
  private final Function destroy;
  private final Function createCompressor;
  private final Function mostBytes;
  private final Function compress;

  private TurboJpeg(NativeLibrary library) {
    library.getFunction(SINCE_2_0);
    create = library.getFunction("tjInitDecompress");
    readHeader = library.getFunction("tjDecompressHeader3");
    decompress = library.getFunction("tjDecompressToYUVPlanes");
    destroy = library.getFunction("tjDestroy");
    createCompressor = library.getFunction("tjInitCompress");
    mostBytes = library.getFunction("tjBufSize");
    compress = library.getFunction("tjCompress2");
  }

  /**
   * Loads the library if the system has it. A second call changes nothing. JNA must be there: see
   * {@link NativeMessages#redirect}.
   *
   * @return why it is not loaded; empty if it is
   */
  static synchronized Optional<String> load(Platform platform) {
    if (loaded != null) {
      return Optional.empty();
    }
    try {
      loaded = open(platform, LIBRARY);
      return Optional.empty();
    } catch (LinkageError | RuntimeException e) {
      return Optional.of(reason(e));
    }
  }

  /**
   * The library of that name.
   *
   * @throws UnsatisfiedLinkError when the system has no such library, or one that is too old
   */
  static TurboJpeg open(Platform platform, String library) {
    if (platform.jnaResource("jnidispatch").isEmpty()) {
      throw new UnsatisfiedLinkError("it is used on Linux only");
    }
    return new TurboJpeg(NativeLibrary.getInstance(library));
  }

  /** JNA's first line says that there is no library, the second one why. */
  private static String reason(Throwable thrown) {
    List<String> lines = String.valueOf(thrown.getMessage()).lines().limit(2).toList();
    return lines.isEmpty() ? thrown.toString() : lines.get(lines.size() - 1);
  }

  /** The library; empty where the system does not have it, and before the native libraries load. */
  public static Optional<TurboJpeg> loaded() {
    return Optional.ofNullable(loaded);
  }

  /**
   * Decodes a file into its planes: brightness, blue difference, red difference.
   *
   * <p>A plane is a new Mat of one channel of 8 bits, which the caller releases. That of the
   * brightness has the picture's size; the others have one sample where 1 to 4 pixels in a row, and
   * 1 or 2 in a column, share it. The picture's size is rounded up to whole samples of these.
   *
   * @param jpeg the file, a row of bytes
   * @param width columns that the file's header says, found within limits
   * @param height rows that it says
   * @return empty when the library finds anything wrong with the file, the size is another one, or
   *     the colours are not YCbCr
   * @throws org.opencv.core.CvException when there is no memory for the planes
   */
  public Optional<List<Mat>> planes(Mat jpeg, int width, int height) {
    Pointer handle = create.invokePointer(new Object[0]);
    if (handle == null) {
      return Optional.empty();
    }
    try {
      Pointer bytes = new Pointer(jpeg.dataAddr());
      NativeLong length = new NativeLong(jpeg.total(), true);
      int sampling = sampling(handle, bytes, length, width, height);
      if (sampling < 0 || sampling >= ACROSS.length || ACROSS[sampling] == 0) {
        return Optional.empty();
      }
      List<Mat> planes = allocated(width, height, ACROSS[sampling], DOWN[sampling]);
      int failed =
          decompress.invokeInt(
              new Object[] {
                handle,
                bytes,
                length,
                planes.stream().map(plane -> new Pointer(plane.dataAddr())).toArray(Pointer[]::new),
                width,
                planes.stream().mapToInt(Mat::cols).toArray(),
                height,
                ACCURATE_DCT | STOP_ON_WARNING
              });
      if (failed != 0) {
        planes.forEach(Mat::release);
        return Optional.empty();
      }
      return Optional.of(planes);
    } finally {
      destroy.invokeInt(new Object[] {handle});
    }
  }

  /**
   * Encodes a picture as a baseline JPEG with a JFIF header.
   *
   * @param picture three channels of 8 bits, blue first
   * @param quality 1 to 100
   * @return the file; empty when the library cannot make it
   */
  public Optional<byte[]> encoded(Mat picture, int quality) {
    Pointer handle = createCompressor.invokePointer(new Object[0]);
    if (handle == null) {
      return Optional.empty();
    }
    long most =
        ((NativeLong)
                mostBytes.invoke(
                    NativeLong.class, new Object[] {picture.cols(), picture.rows(), SAMPLING_420}))
            .longValue();
    try (Memory file = new Memory(most)) {
      NativeLongByReference length = new NativeLongByReference(new NativeLong(most, true));
      int failed =
          compress.invokeInt(
              new Object[] {
                handle,
                new Pointer(picture.dataAddr()),
                picture.cols(),
                (int) (picture.step1() * picture.elemSize1()),
                picture.rows(),
                BLUE_GREEN_RED,
                new PointerByReference(file),
                length,
                SAMPLING_420,
                quality,
                ACCURATE_DCT | KEEP_BUFFER
              });
      return failed == 0
          ? Optional.of(file.getByteArray(0, (int) length.getValue().longValue()))
          : Optional.empty();
    } finally {
      destroy.invokeInt(new Object[] {handle});
    }
  }

  /** The library's number of the sampling; -1 when it is not known, or the file is another one. */
  private int sampling(Pointer handle, Pointer bytes, NativeLong length, int width, int height) {
    IntByReference foundWidth = new IntByReference();
    IntByReference foundHeight = new IntByReference();
    IntByReference sampling = new IntByReference(-1);
    IntByReference colours = new IntByReference(-1);
    int failed =
        readHeader.invokeInt(
            new Object[] {handle, bytes, length, foundWidth, foundHeight, sampling, colours});
    boolean asSaid = foundWidth.getValue() == width && foundHeight.getValue() == height;
    return failed == 0 && asSaid && colours.getValue() == YCBCR ? sampling.getValue() : -1;
  }

  private static List<Mat> allocated(int width, int height, int across, int down) {
    int columns = (width + across - 1) / across;
    int rows = (height + down - 1) / down;
    List<Mat> planes = new ArrayList<>();
    try {
      planes.add(new Mat(rows * down, columns * across, CvType.CV_8UC1));
      planes.add(new Mat(rows, columns, CvType.CV_8UC1));
      planes.add(new Mat(rows, columns, CvType.CV_8UC1));
      return planes;
    } catch (RuntimeException e) {
      planes.forEach(Mat::release);
      throw e;
    }
  }
}
