package io.lynceus.model.people;

/**
 * How well a face can be seen.
 *
 * @param height of its box, pixels
 * @param sharpness variance of the Laplacian of the aligned face's luma, grey levels squared; below
 *     about 20 the face is blurred
 * @param yaw how far it is turned: where the nose lies beside the middle of the eyes, as a part of
 *     the distance between them; 0 from the front, about 0.5 from the side; positive towards the
 *     picture's right
 * @param luma mean of the aligned face, 0 to 255
 * @param grey whether it has no colours, such as by infrared light
 */
public record FaceQuality(float height, float sharpness, float yaw, float luma, boolean grey) {
  /** A face that was not looked at, because it has too few pixels. */
  public static FaceQuality ofSmall(float height) {
    return new FaceQuality(height, 0, 0, 0, false);
  }
}
