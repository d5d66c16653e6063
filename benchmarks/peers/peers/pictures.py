"""Pictures of one size, made of a folder's pictures."""

from pathlib import Path

SUFFIXES = (".jpg", ".jpeg", ".png")
QUALITY = 90


def make(source: Path, size: "tuple[int, int]", count: int, target: Path) -> "list[str]":
    """Writes `count` different JPEG files of that size; the same folder always gives the same ones.

    JPEG files that have the size are taken as they are; the others are scaled and cropped. Of fewer than
    `count` pictures, further ones are made by mirroring them and by cropping other parts.
    """
    import cv2

    paths = sorted(p for p in source.iterdir() if p.suffix.lower() in SUFFIXES)
    pictures = [(p, cv2.imread(str(p))) for p in paths[:count]]
    pictures = [(p, picture) for p, picture in pictures if picture is not None]
    if not pictures:
        raise SystemExit(f"peers: there are no JPEG or PNG pictures in {source}")
    target.mkdir(parents=True)
    made = []
    for number in range(count):
        path, picture = pictures[number % len(pictures)]
        turn = number // len(pictures)
        file = target / f"{number:04d}.jpg"
        fits = (picture.shape[1], picture.shape[0]) == size and path.suffix.lower() != ".png"
        if turn == 0 and fits:
            file.write_bytes(path.read_bytes())
        else:
            part = cropped(picture, size, turn)
            cv2.imwrite(str(file), part, [cv2.IMWRITE_JPEG_QUALITY, QUALITY])
        made.append(str(file))
    return made


def cropped(picture, size, turn):
    """The middle of the picture, scaled to the size; in later turns other parts, every second mirrored."""
    import cv2

    height, width = picture.shape[:2]
    scale = min(width / size[0], height / size[1]) * (1 - 0.05 * (turn % 11))
    across, down = max(1, int(size[0] * scale)), max(1, int(size[1] * scale))
    place = [(0.5, 0.5), (0, 0), (1, 1), (0, 1), (1, 0)][turn % 5]
    left, top = int((width - across) * place[0]), int((height - down) * place[1])
    part = picture[top : top + down, left : left + across]
    if turn % 2:
        part = cv2.flip(part, 1)
    return cv2.resize(part, size, interpolation=cv2.INTER_AREA if scale > 1 else cv2.INTER_CUBIC)
