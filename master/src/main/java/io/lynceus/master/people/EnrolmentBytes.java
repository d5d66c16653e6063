package io.lynceus.master.people;

import io.lynceus.model.FloatVector;
import io.lynceus.model.people.FaceQuality;
import io.lynceus.scene.people.EnrolledFace;
import io.lynceus.scene.people.Enrolment;
import io.lynceus.scene.people.Person;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A person and their faces as bytes, before they are encrypted. */
final class EnrolmentBytes {
  private static final int VERSION = 1;

  private EnrolmentBytes() {}

  static byte[] of(Enrolment enrolment) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      Person person = enrolment.person();
      out.writeInt(VERSION);
      out.writeUTF(person.id());
      out.writeUTF(person.name());
      out.writeUTF(person.note());
      out.writeUTF(person.consent());
      out.writeLong(person.created().toEpochMilli());
      out.writeLong(person.until().toEpochMilli());
      out.writeInt(enrolment.faces().size());
      for (EnrolledFace face : enrolment.faces()) {
        write(out, face);
      }
    }
    return bytes.toByteArray();
  }

  private static void write(DataOutputStream out, EnrolledFace face) throws IOException {
    out.writeUTF(face.id());
    out.writeBoolean(face.isTheirs());
    out.writeUTF(face.model());
    out.writeUTF(face.source());
    out.writeLong(face.created().toEpochMilli());
    FaceQuality quality = face.quality();
    out.writeFloat(quality.height());
    out.writeFloat(quality.sharpness());
    out.writeFloat(quality.yaw());
    out.writeFloat(quality.luma());
    out.writeBoolean(quality.grey());
    out.writeInt(face.vector().size());
    for (int i = 0; i < face.vector().size(); i++) {
      out.writeFloat(face.vector().get(i));
    }
  }

  /**
   * Reads them back.
   *
   * @param size of the bytes that count, from the first
   * @throws IOException when they are of another version, or not whole
   * @throws IllegalArgumentException when a part is out of its bounds
   */
  static Enrolment read(byte[] bytes, int size) throws IOException {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes, 0, size))) {
      if (in.readInt() != VERSION) {
        throw new IOException("it was written by another version of Lynceus");
      }
      Person person =
          new Person(
              in.readUTF(),
              in.readUTF(),
              in.readUTF(),
              in.readUTF(),
              Instant.ofEpochMilli(in.readLong()),
              Instant.ofEpochMilli(in.readLong()));
      List<EnrolledFace> faces = new ArrayList<>();
      int count = within(in.readInt(), Enrolment.MAX_FACES);
      for (int i = 0; i < count; i++) {
        faces.add(face(in));
      }
      return new Enrolment(person, faces);
    }
  }

  private static EnrolledFace face(DataInputStream in) throws IOException {
    String id = in.readUTF();
    boolean theirs = in.readBoolean();
    String model = in.readUTF();
    String source = in.readUTF();
    Instant created = Instant.ofEpochMilli(in.readLong());
    FaceQuality quality =
        new FaceQuality(
            in.readFloat(), in.readFloat(), in.readFloat(), in.readFloat(), in.readBoolean());
    float[] vector = new float[within(in.readInt(), FloatVector.MAX_SIZE)];
    for (int i = 0; i < vector.length; i++) {
      vector[i] = in.readFloat();
    }
    return new EnrolledFace(id, theirs, new FloatVector(vector), model, quality, source, created);
  }

  private static int within(int count, int most) {
    if (count < 0 || count > most) {
      throw new IllegalArgumentException("a count of " + count);
    }
    return count;
  }
}
