package io.lynceus.slave.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.lynceus.model.image.ImageFormat;
import io.lynceus.model.image.ImageHeader;
import io.lynceus.vision.image.SharedPicture;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class PictureBudgetTest {
  private static final SharedPicture A = picture();
  private static final SharedPicture B = picture();
  private static final long PICTURE = A.bytes();

  @Test
  void aPictureIsTakenOnceHoweverManyUnitsLookAtIt() throws Exception {
    PictureBudget budget = new PictureBudget(PICTURE + 20);
    assertThat(budget.take(A, 10)).isTrue();
    assertThat(budget.take(A, 10)).isTrue();
    assertThat(budget.taken()).isEqualTo(PICTURE + 20);
    budget.give(A, 10);
    budget.give(A, 10);
    assertThat(budget.taken()).as("kept for other units of its task").isEqualTo(PICTURE);
    budget.forget(A);
    assertThat(budget.taken()).isZero();
  }

  @Test
  void whatFitsExactlyIsTakenAndOneByteMoreNever() throws Exception {
    PictureBudget budget = new PictureBudget(PICTURE + 20);
    assertThat(budget.take(A, 21)).isFalse();
    assertThat(budget.taken()).isZero();
    assertThat(budget.take(A, 20)).isTrue();
  }

  @Test
  void aPictureThatNoUnitLooksAtMakesRoom() throws Exception {
    PictureBudget budget = new PictureBudget(PICTURE + 10);
    budget.take(A, 10);
    budget.give(A, 10);
    assertThat(budget.take(B, 10)).isTrue();
    assertThat(budget.taken()).isEqualTo(PICTURE + 10);
    budget.forget(A);
    assertThat(budget.taken()).as("it was no longer counted").isEqualTo(PICTURE + 10);
  }

  @Test
  @Timeout(30)
  void whoWaitsGoesOnWhenTheOthersUnitEndsThoughItsTaskLives() throws Exception {
    PictureBudget budget = new PictureBudget(PICTURE + 10);
    budget.take(A, 10);
    CompletableFuture<Boolean> waiting = CompletableFuture.supplyAsync(() -> take(budget, B, 10));
    budget.give(A, 10);
    assertThat(waiting.join()).isTrue();
  }

  @Test
  @Timeout(30)
  void aSmallUnitDoesNotOvertakeALargeOne() throws Exception {
    PictureBudget budget = new PictureBudget(2 * PICTURE + 10);
    budget.take(A, 10);
    Thread large = new Thread(() -> take(budget, B, PICTURE + 10));
    large.start();
    await().until(() -> large.getState() == Thread.State.WAITING);
    Thread small = new Thread(() -> take(budget, A, 0));
    small.start();
    await().until(() -> small.getState() == Thread.State.WAITING);
    budget.give(A, 10);
    large.join();
    assertThat(budget.taken()).isEqualTo(2 * PICTURE + 10);
    budget.give(B, PICTURE + 10);
    small.join();
  }

  @Test
  @Timeout(30)
  void anInterruptedWaiterLeavesTheLine() throws Exception {
    PictureBudget budget = new PictureBudget(PICTURE + 10);
    budget.take(A, 10);
    Thread first = new Thread(() -> assertThatThrownBy(() -> budget.take(B, 10)));
    first.start();
    await().until(() -> first.getState() == Thread.State.WAITING);
    CompletableFuture<Boolean> second = CompletableFuture.supplyAsync(() -> take(budget, B, 5));
    first.interrupt();
    first.join();
    budget.give(A, 10);
    assertThat(second.join()).isTrue();
  }

  /** Would hang if a waiter were ever left behind. */
  @Test
  @Timeout(60)
  void manyThreadsAndPicturesNeverStandStill() {
    PictureBudget budget = new PictureBudget(2 * PICTURE + 100);
    SharedPicture[] pictures = {A, B, picture(), picture()};
    CompletableFuture<?>[] all = new CompletableFuture<?>[4];
    for (int i = 0; i < all.length; i++) {
      all[i] = CompletableFuture.runAsync(() -> takeAndGive(budget, pictures));
    }
    CompletableFuture.allOf(all).join();
    for (SharedPicture picture : pictures) {
      budget.forget(picture);
    }
    assertThat(budget.taken()).isZero();
  }

  private static void takeAndGive(PictureBudget budget, SharedPicture[] pictures) {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    for (int i = 0; i < 5_000; i++) {
      SharedPicture picture = pictures[random.nextInt(pictures.length)];
      long work = random.nextLong(PICTURE + 100);
      take(budget, picture, work);
      assertThat(budget.taken()).isLessThanOrEqualTo(2 * PICTURE + 100);
      budget.give(picture, work);
    }
  }

  private static boolean take(PictureBudget budget, SharedPicture picture, long work) {
    try {
      return budget.take(picture, work);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static SharedPicture picture() {
    return SharedPicture.of(
        ByteBuffer.allocate(0), new ImageHeader(ImageFormat.PNG, 1000, 1000, 1));
  }
}
