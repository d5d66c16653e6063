"""The four analyses, as Lynceus defines them, with OpenCV, NumPy and ONNX Runtime.

Rules and values are those of Lynceus's defaults: config/slave.conf, the shipped networks' model.conf, and the classes of
io.lynceus.vision that the functions name. A picture is decoded once, in full size, as a plain program does.

numpy, cv2 and onnxruntime are imported by load(), in the processes that compute: those that only hand out work stay small.
"""

import os
import threading
from pathlib import Path

ANALYSES = ("objects", "faces", "edges", "corners")
LABELS = (
    "person,bicycle,car,motorcycle,airplane,bus,train,truck,boat,traffic light,fire hydrant,stop sign,"
    "parking meter,bench,bird,cat,dog,horse,sheep,cow,elephant,bear,zebra,giraffe,backpack,umbrella,"
    "handbag,tie,suitcase,frisbee,skis,snowboard,sports ball,kite,baseball bat,baseball glove,skateboard,"
    "surfboard,tennis racket,bottle,wine glass,cup,fork,knife,spoon,bowl,banana,apple,sandwich,orange,"
    "broccoli,carrot,hot dog,pizza,donut,cake,chair,couch,potted plant,bed,dining table,toilet,tv,laptop,"
    "mouse,remote,keyboard,cell phone,microwave,oven,toaster,sink,refrigerator,book,clock,vase,scissors,"
    "teddy bear,hair drier,toothbrush"
).split(",")

# model.conf of centernet-mbv3-coco80
MIN_SCORE = 0.3
MIN_SCORES = {"sports ball": 0.55, "cell phone": 0.7, "frisbee": 0.5, "parking meter": 0.4}
SIZE_SIDE, SIZE_WEIGHT, NOT_LOWERED = 64, 0.4, ("person", "car")
MAX_OVERLAP, MAX_OVERLAP_OF_LABELS = 0.5, 0.8
# model.conf of blazeface-back, and analysis.faces of slave.conf
MIN_FACE_SCORE, MAX_FACE_OVERLAP, MAX_FACE_IN_FACE = 0.6, 0.3, 0.7
HINT_SCORE, HINT_HEIGHT, CLOSE_UP_HEIGHT = 0.2, 0.12, 0.3
FACE_LAYERS = (("cls512", "reg512", 16, 2), ("cls384", "reg384", 32, 6))
# analysis.edges and analysis.corners of slave.conf
BLUR, WEAK_SHARE, LOW_RATIO, MIN_GRADIENT = 1.4, 0.9, 0.5, 40
MAX_CORNERS, QUALITY, MIN_DISTANCE, BLOCK_SIZE = 500, 0.01, 0.005, 3

MOST = 500
MAX_GRADIENT = 2 * 4 * 255

np = cv2 = None
_networks = {}
_loading = threading.Lock()


def load():
    """Imports the libraries and loads both networks, with one thread each; once in a process."""
    global np, cv2
    with _loading:
        if _networks:
            return
        import cv2 as opencv
        import numpy

        np, cv2 = numpy, opencv
        cv2.setNumThreads(1)
        objects, faces = (session(os.environ[name]) for name in ("PEERS_OBJECTS", "PEERS_FACES"))
        _networks.update(objects=objects, faces=faces)


def session(path):
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])


def whole(jpeg: bytes) -> dict:
    """All analyses of a picture that is decoded once."""
    load()
    picture = cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_COLOR)
    grey = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)
    return {
        "objects": objects(picture),
        "faces": faces(picture),
        "edges": edges(grey),
        "corners": corners(grey),
    }


def whole_file(path: str) -> dict:
    return whole(Path(path).read_bytes())


def part(analysis: str, jpeg: bytes) -> tuple:
    """One analysis, as a task of its own: (analysis, findings)."""
    load()
    of_grey = analysis in ("edges", "corners")
    flag = cv2.IMREAD_GRAYSCALE if of_grey else cv2.IMREAD_COLOR
    picture = cv2.imdecode(np.frombuffer(jpeg, np.uint8), flag)
    return analysis, globals()[analysis](picture)


def merged(*parts) -> dict:
    return dict(parts)


# ---- objects: ObjectsAnalyzer, CenterNet, SizedScores, RivalLabels


def objects(picture) -> list:
    """[(label, score, (left, top, right, bottom))], best first."""
    tensor, box = _letterbox(picture, 512, centred=True, mean=0, scale=1)
    heat, sides = (
        o[0] for o in _networks["objects"].run(["heatmap", "wh"], {_input("objects"): tensor})
    )
    factor = max(1, (np.sqrt(box.width * box.height) / SIZE_SIDE) ** SIZE_WEIGHT)
    least = np.array([MIN_SCORES.get(label, MIN_SCORE) for label in LABELS])
    before = np.array([_odds_times(score, 1 / factor) for score in least], np.float32)
    classes, rows, columns = _peaks(heat, before)
    if not len(classes):
        return []
    scores = heat[classes, rows, columns]
    left, top, right, bottom = sides[:, rows, columns]
    x, y = columns * 4, rows * 4
    boxes = box.in_picture(np.stack([x - left, y - top, x + right, y + bottom], 1))
    overlap = _of_union(boxes)
    kept = _distinct((overlap > MAX_OVERLAP) & (classes[:, None] == classes))

    side = np.sqrt((boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])) * box.long_side_scale
    by_size = (np.maximum(1, side) / SIZE_SIDE) ** SIZE_WEIGHT
    never_lowered = np.isin(classes, [LABELS.index(label) for label in NOT_LOWERED])
    by_size = np.where(never_lowered, np.maximum(1, by_size), by_size)
    scores = _odds_times(scores, by_size)
    kept = sorted((i for i in kept if scores[i] >= least[classes[i]]), key=lambda i: -scores[i])
    rivals = (overlap > MAX_OVERLAP_OF_LABELS) & (classes[:, None] != classes)
    kept = [kept[i] for i in _distinct(rivals[np.ix_(kept, kept)])]
    return [(LABELS[classes[i]], float(scores[i]), tuple(boxes[i].tolist())) for i in kept]


def _odds_times(score, factor):
    return score * factor / (1 - score + score * factor)


def _peaks(heat, least):
    """Cells not below their label's score and no neighbour: the best MOST, best first."""
    classes, rows, columns = np.nonzero(heat >= least[:, None, None])
    around = ((r, c) for r in (-1, 0, 1) for c in (-1, 0, 1) if r or c)
    height, width = heat.shape[1:]
    here = heat[classes, rows, columns]
    peak = np.ones(len(classes), bool)
    for r, c in around:
        # At the border a cell is compared with one that is its neighbour, or itself.
        beside = heat[classes, (rows + r).clip(0, height - 1), (columns + c).clip(0, width - 1)]
        peak &= here >= beside
    best = np.nonzero(peak)[0]
    best = best[np.argsort(-here[best], kind="stable")][:MOST]
    return classes[best], rows[best], columns[best]


# ---- faces: FacesAnalyzer, BlazeFace, TwoLooks, FaceShape


def faces(picture) -> list:
    """[(score, (left, top, right, bottom))], best first."""
    long_side = max(picture.shape[:2])
    scores, boxes, points = _look(picture, 640)
    heights = boxes[:, 3] - boxes[:, 1]
    hints = (scores >= HINT_SCORE) & (heights >= HINT_HEIGHT * long_side)
    if hints.any():
        scores2, boxes2, points2 = _look(picture, 160)
        seen = np.where(_of_union(boxes, boxes2) > MAX_FACE_OVERLAP, scores2, 0).max(1, initial=0)
        twice = heights >= HINT_HEIGHT * long_side
        scores = np.where(twice, (scores + seen) / 2, scores)
        hinted = (_of_smaller(boxes[hints], boxes2) > 0.5).any(0)
        close = hinted & (boxes2[:, 3] - boxes2[:, 1] >= CLOSE_UP_HEIGHT * long_side)
        scores = np.concatenate([scores, scores2[close]])
        boxes = np.concatenate([boxes, boxes2[close]])
        points = np.concatenate([points, points2[close]])
    kept = [i for i in range(len(scores)) if scores[i] >= MIN_FACE_SCORE and _is_face(points[i])]
    kept.sort(key=lambda i: -scores[i])
    boxes = boxes[kept]
    same = (_of_union(boxes) > MAX_FACE_OVERLAP) | (_of_smaller(boxes, boxes) > MAX_FACE_IN_FACE)
    return [(float(scores[kept[i]]), tuple(boxes[i].tolist())) for i in _distinct(same)]


def _look(picture, long_side):
    """Candidates from HINT_SCORE on, none overlapping others: scores, boxes, six points each."""
    tensor, box = _letterbox(picture, long_side, centred=False, mean=127.5, scale=1 / 127.5)
    names = [name for layer in FACE_LAYERS for name in layer[:2]]
    outputs = _networks["faces"].run(names, {_input("faces"): tensor})
    all_scores, all_shapes = [], []
    for (_, _, stride, anchors), raw, shapes in zip(FACE_LAYERS, outputs[::2], outputs[1::2]):
        raw = raw.reshape(-1)
        found = np.nonzero(1 / (1 + np.exp(-np.clip(raw, -80, 80))) >= HINT_SCORE)[0]
        columns = tensor.shape[3] // stride
        cells = found // anchors
        anchor = (np.stack([cells % columns, cells // columns], 1) + 0.5) * stride
        shapes = shapes.reshape(-1, 16)[found].copy()
        shapes[:, :2] += anchor
        shapes[:, 4:] += np.tile(anchor, 6)
        all_scores.append(1 / (1 + np.exp(-raw[found])))
        all_shapes.append(shapes)
    scores, shapes = np.concatenate(all_scores), np.concatenate(all_shapes)
    best = np.argsort(-scores, kind="stable")[:MOST]
    scores, shapes = scores[best], shapes[best]
    centre, half = shapes[:, :2], shapes[:, 2:4] / 2
    boxes = box.in_picture(np.concatenate([centre - half, centre + half], 1))
    kept = _distinct(_of_union(boxes) > MAX_FACE_OVERLAP)
    points = box.points_in_picture(shapes[:, 4:].reshape(-1, 6, 2))
    return scores[kept], boxes[kept], points[kept]


def _is_face(points) -> bool:
    left, right, nose, mouth = points[:4]
    eyes = (left + right) / 2
    length = np.hypot(*(mouth - eyes))
    if length == 0:
        return False
    down = (mouth - eyes) / length
    across = (right - left) / length
    nose_down = float(np.dot(nose - eyes, down)) / length
    return bool(
        down[1] >= np.cos(np.radians(70))
        and abs(np.dot(across, down)) <= 0.5
        and across[0] * down[1] - across[1] * down[0] >= -0.25
        and -0.1 <= nose_down <= 1
    )


# ---- edges and corners: EdgesAnalyzer, EdgeThresholds, CornersAnalyzer


def edges(grey) -> dict:
    """The number of edge pixels, and the map as a PNG of one bit a pixel."""
    smooth = cv2.GaussianBlur(grey, (0, 0), BLUR)
    dx = cv2.Sobel(smooth, cv2.CV_16S, 1, 0)
    dy = cv2.Sobel(smooth, cv2.CV_16S, 0, 1)
    gradient = cv2.add(np.abs(dx), np.abs(dy)).view(np.uint16)
    counts = cv2.calcHist([gradient], [0], None, [MAX_GRADIENT + 1], [0, MAX_GRADIENT + 1])
    weak = np.searchsorted(np.cumsum(counts, dtype=np.float64), WEAK_SHARE * grey.size)
    high = max(int(weak), MIN_GRADIENT)
    found = cv2.Canny(dx, dy, LOW_RATIO * high, high)
    png = cv2.imencode(".png", found, [cv2.IMWRITE_PNG_BILEVEL, 1])[1].tobytes()
    return {"pixels": cv2.countNonZero(found), "png": png}


def corners(grey) -> list:
    """At most 500 places [x, y], the strongest first."""
    distance = MIN_DISTANCE * max(grey.shape)
    found = cv2.goodFeaturesToTrack(grey, MAX_CORNERS, QUALITY, distance, blockSize=BLOCK_SIZE)
    return [] if found is None else found.reshape(-1, 2).astype(int).tolist()


# ---- boxes: Letterbox, Overlap


class _Place:
    """Where a scaled picture lies in a network's input."""

    def __init__(self, picture, long_side, centred):
        self.picture_height, self.picture_width = picture.shape[:2]
        self.long_side_scale = long_side / max(picture.shape[:2])
        self.width = max(1, round(self.picture_width * self.long_side_scale))
        self.height = max(1, round(self.picture_height * self.long_side_scale))
        self.padded_width, self.padded_height = (
            -(-n // 32) * 32 for n in (self.width, self.height)
        )
        self.left = (self.padded_width - self.width) // 2 if centred else 0
        self.top = (self.padded_height - self.height) // 2 if centred else 0

    def points_in_picture(self, points):
        factor = [self.picture_width / self.width, self.picture_height / self.height]
        return (points - [self.left, self.top]) * factor

    def in_picture(self, boxes):
        corners_of_boxes = self.points_in_picture(boxes.reshape(-1, 2, 2))
        return corners_of_boxes.clip(0, [self.picture_width, self.picture_height]).reshape(-1, 4)


def _letterbox(picture, long_side, centred, mean, scale):
    """The network's input, padded with black, and the picture's place in it."""
    place = _Place(picture, long_side, centred)
    if place.long_side_scale > 1:
        interpolation = cv2.INTER_CUBIC
    else:
        interpolation = cv2.INTER_AREA if place.long_side_scale < 0.5 else cv2.INTER_LINEAR
    scaled = cv2.resize(picture, (place.width, place.height), interpolation=interpolation)
    below = place.padded_height - place.height - place.top
    beside = place.padded_width - place.width - place.left
    padded = cv2.copyMakeBorder(scaled, place.top, below, place.left, beside, cv2.BORDER_CONSTANT)
    return cv2.dnn.blobFromImage(padded, scale, mean=(mean,) * 3, swapRB=True), place


def _input(network):
    return _networks[network].get_inputs()[0].name


def _areas(boxes):
    return (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])


def _intersections(a, b):
    low = np.maximum(a[:, None, :2], b[None, :, :2])
    high = np.minimum(a[:, None, 2:], b[None, :, 2:])
    return np.prod(np.maximum(0, high - low), axis=2)


def _of_union(a, b=None):
    b = a if b is None else b
    shared = _intersections(a, b)
    return shared / np.maximum(_areas(a)[:, None] + _areas(b) - shared, 1e-9)


def _of_smaller(a, b):
    return _intersections(a, b) / np.maximum(np.minimum(_areas(a)[:, None], _areas(b)), 1e-9)


def _distinct(same):
    """Places that are the same as none kept before; same is a matrix, best first."""
    kept = []
    for i in range(len(same)):
        if not same[i, kept].any():
            kept.append(i)
    return kept
