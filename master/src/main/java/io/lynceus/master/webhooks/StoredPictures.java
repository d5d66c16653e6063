package io.lynceus.master.webhooks;

import io.lynceus.master.store.OpenStore;
import io.lynceus.model.event.BestStill;
import io.lynceus.store.result.KeptPicture;
import io.lynceus.store.result.PictureSize;
import io.lynceus.store.result.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.util.Optional;

/** The pictures of the store. Any thread may call it; it waits for the store. */
final class StoredPictures implements EventImage.Source {
  private final OpenStore store;

  StoredPictures(OpenStore store) {
    this.store = store;
  }

  @Override
  public Optional<EventImage> find(BestStill still, long most) throws IOException {
    for (PictureSize size : new PictureSize[] {PictureSize.ORIGINAL, PictureSize.THUMBNAIL}) {
      Optional<EventImage> image = read(still.sha256(), size, most);
      if (image.isPresent()) {
        return image;
      }
    }
    return Optional.empty();
  }

  private Optional<EventImage> read(String sha256, PictureSize size, long most) throws IOException {
    Optional<KeptPicture> kept;
    try {
      kept = store.picture(sha256, size);
    } catch (StoreException e) {
      throw new IOException(e.getMessage(), e);
    }
    if (kept.isEmpty()) {
      return Optional.empty();
    }
    try (KeptPicture picture = kept.get();
        InputStream in = Channels.newInputStream(picture.content())) {
      return picture.bytes() > most
          ? Optional.empty()
          : Optional.of(new EventImage("image/" + picture.format(), in.readNBytes((int) most)));
    }
  }
}
