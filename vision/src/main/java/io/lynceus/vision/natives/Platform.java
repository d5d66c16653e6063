package io.lynceus.vision.natives;

import java.util.Locale;
import java.util.Optional;

/** The machines that the libraries are built for, and where their jars keep the files. */
enum Platform {
  LINUX_X64("linux/x86_64", "linux-x64", "lib%s.so", "linux-x86-64"),
  LINUX_ARM64("linux/ARMv8", "linux-aarch64", "lib%s.so", "linux-aarch64"),
  MAC_ARM64("osx/ARMv8", "osx-aarch64", "lib%s.dylib", ""),
  WINDOWS_X64("windows/x86_64", "win-x64", "%s.dll", "");

  private final String openCvFolder;
  private final String onnxRuntimeFolder;
  private final String fileName;
  private final String jnaFolder;

  Platform(String openCvFolder, String onnxRuntimeFolder, String fileName, String jnaFolder) {
    this.openCvFolder = openCvFolder;
    this.onnxRuntimeFolder = onnxRuntimeFolder;
    this.fileName = fileName;
    this.jnaFolder = jnaFolder;
  }

  /** This machine. */
  static Platform current() throws NativeLibraryException {
    return of(System.getProperty("os.name", ""), System.getProperty("os.arch", ""));
  }

  /** The platform that Java's {@code os.name} and {@code os.arch} name. */
  static Platform of(String osName, String osArch) throws NativeLibraryException {
    String os = osName.toLowerCase(Locale.ROOT);
    boolean x64 = osArch.equals("amd64") || osArch.equals("x86_64");
    boolean arm64 = osArch.equals("aarch64");
    if (os.startsWith("linux") && x64) {
      return LINUX_X64;
    }
    if (os.startsWith("linux") && arm64) {
      return LINUX_ARM64;
    }
    if (os.startsWith("mac") && arm64) {
      return MAC_ARM64;
    }
    if (os.startsWith("windows") && x64) {
      return WINDOWS_X64;
    }
    throw new NativeLibraryException(
        "there is no OpenCV and ONNX Runtime for "
            + osName
            + " on "
            + osArch
            + ": run the slave on Linux (x64, arm64), macOS (arm64) or Windows (x64)");
  }

  /** Resource of OpenCV's library of that name. */
  String openCvResource(String library) {
    return "/nu/pattern/opencv/" + openCvFolder + "/" + fileName.formatted(library);
  }

  /** Resource of ONNX Runtime's library of that name. */
  String onnxRuntimeResource(String library) {
    return "/ai/onnxruntime/native/" + onnxRuntimeFolder + "/" + fileName.formatted(library);
  }

  /** Resource of JNA's library of that name; none where it is not needed. */
  Optional<String> jnaResource(String library) {
    return Optional.of(jnaFolder)
        .filter(folder -> !folder.isEmpty())
        .map(folder -> "/com/sun/jna/" + folder + "/" + fileName.formatted(library));
  }
}
