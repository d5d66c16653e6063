#!/usr/bin/env python3
"""Rewrites a network so that ONNX Runtime can keep it in its blocked layout from end to end.

ONNX Runtime computes convolutions in blocks of 16 channels (8 without AVX-512). Whatever stands
between them and does not know that layout has its input unpacked and its output packed again. So:

- every channel count becomes a multiple of 16; what is added is zero, and comes out as zero;
- a padding of channels becomes a 1x1 convolution with the unit matrix;
- x * clip(x + 3, 0, 6) / 6 becomes x times a depthwise 1x1 convolution that is clipped;
- outputs that nobody reads are dropped.

The results stay those of the original network but for rounding.

    to_blocks.py IN.onnx OUT.onnx OUTPUT...

Needs python3-onnx and python3-numpy.
"""

import sys

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

BLOCK = 16


class Network:
    """A graph whose weights are numpy arrays: 32 bits here, 16 bits in the file where they were."""

    def __init__(self, path):
        self.model = onnx.load(path)
        weights = {i.name: numpy_helper.to_array(i) for i in self.model.graph.initializer}
        self.nodes = []
        self.half = set()
        self.filled = set()  # tensors with channels of zeros
        for node in self.model.graph.node:
            if node.op_type == "Cast" and node.input[0] in weights:
                weights[node.output[0]] = weights.pop(node.input[0]).astype(np.float32)
                self.half.add(node.output[0])
            else:
                self.nodes.append(node)
        self.weights = weights

    def readers(self, tensor):
        return [n for n in self.nodes if tensor in n.input]

    def maker(self, tensor):
        return next((n for n in self.nodes if tensor in n.output), None)

    def replace(self, old, new):
        at = min(self.nodes.index(n) for n in old)
        self.nodes[at:at] = new
        for node in old:
            self.nodes.remove(node)

    def weight(self, name, values, like=None):
        self.weights[name] = values.astype(np.float32)
        if like in self.half:
            self.half.add(name)
        return name

    def keep_outputs(self, names):
        graph = self.model.graph
        for output in [o for o in graph.output if o.name not in names]:
            graph.output.remove(output)
        kept = {o.name for o in graph.output}
        while True:
            dead = [n for n in self.nodes
                    if not any(o in kept or self.readers(o) for o in n.output)]
            if not dead:
                return
            for node in dead:
                self.nodes.remove(node)

    def save(self, path):
        graph = self.model.graph
        del graph.node[:], graph.initializer[:], graph.value_info[:]
        used = {name for node in self.nodes for name in node.input}
        for name, values in self.weights.items():
            if name not in used:
                continue
            if name in self.half:
                graph.initializer.append(
                    numpy_helper.from_array(values.astype(np.float16), name + "_h"))
                graph.node.append(
                    helper.make_node("Cast", [name + "_h"], [name], to=TensorProto.FLOAT))
            else:
                graph.initializer.append(numpy_helper.from_array(values, name))
        graph.node.extend(self.nodes)
        onnx.checker.check_model(self.model)
        onnx.save(self.model, path)


def attribute(node, name, default):
    for a in node.attribute:
        if a.name == name:
            return helper.get_attribute_value(a)
    return default


def fuse_hard_swishes(net):
    """s * clip(x + 3, 0, 6), the gate, becomes clip(s * x + 3 * s, 0, 6 * s) behind a convolution."""
    for clip in [n for n in net.nodes if n.op_type == "Clip"]:
        add = net.maker(clip.input[0])
        (mul,) = net.readers(clip.output[0])
        x = next(i for i in add.input if i not in net.weights)
        other = next(i for i in mul.input if i != clip.output[0])
        out = mul.output[0]
        conv = net.maker(x)
        if other in net.weights:  # the gate alone: the convolution before it takes the factor
            s = net.weights[other].item()
            bias = net.weights[conv.input[2]]
            conv.input[1] = net.weight(out + "_weights", s * net.weights[conv.input[1]])
            conv.input[2] = net.weight(out + "_bias", s * (bias + 3))
            net.replace([add, clip, mul], [gate(net, x, out, s)])
            continue
        scale = net.maker(other)
        s = next(net.weights[i] for i in scale.input if i in net.weights).item()
        channels = net.weights[conv.input[1]].shape[0]
        factor = net.weight(out + "_factor", np.full((channels, 1, 1, 1), s))
        shift = net.weight(out + "_shift", np.full(channels, 3 * s))
        net.replace([add, clip, mul, scale], [
            helper.make_node("Conv", [x, factor, shift], [out + "_line"],
                             group=channels, kernel_shape=[1, 1]),
            gate(net, out + "_line", out + "_gate", s),
            helper.make_node("Mul", [x, out + "_gate"], [out])])


def gate(net, line, out, s):
    low = net.weight(out + "_low", np.array(0))
    high = net.weight(out + "_high", np.array(6 * s))
    return helper.make_node("Clip", [line, low, high], [out])


def turn_paddings_into_convolutions(net):
    for pad in [n for n in net.nodes if n.op_type == "Pad"]:
        (add,) = net.readers(pad.output[0])
        beside = net.maker(next(i for i in add.input if i != pad.output[0]))
        channels = net.weights[beside.input[1]].shape[0]
        added = int(net.weights[pad.input[1]][5])
        unit = np.eye(channels, channels - added)[:, :, None, None]
        name = net.weight(pad.output[0] + "_unit", unit)
        net.replace([pad], [helper.make_node(
            "Conv", [pad.input[0], name], [pad.output[0]], kernel_shape=[1, 1])])


def leads_to_output(net, tensor, outputs):
    """Nothing that counts channels lies between the tensor and an output."""
    if tensor in outputs:
        return True
    neutral = ("Transpose", "Reshape", "Identity", "Sigmoid", "MaxPool")
    return any(
        (n.op_type in neutral
         or n.op_type == "Mul" and any(i in net.weights for i in n.input))
        and leads_to_output(net, n.output[0], outputs)
        for n in net.readers(tensor))


def fill_blocks(net, outputs):
    channels = {}
    for node in net.nodes:
        if node.op_type == "Conv":
            channels[node.output[0]] = fill_convolution(net, node, channels, outputs)
        elif node.op_type == "Concat":
            if any(i in net.filled for i in node.input):
                raise ValueError("zeros would lie between the channels of " + node.output[0])
            channels[node.output[0]] = sum(channels[i] for i in node.input)
        else:
            known = [channels[i] for i in node.input if i in channels]
            if known:
                channels[node.output[0]] = known[0]
            if any(i in net.filled for i in node.input):
                net.filled.update(node.output)


def fill_convolution(net, conv, channels, outputs):
    weights = net.weights[conv.input[1]]
    count = weights.shape[0]
    groups = attribute(conv, "group", 1)
    incoming = channels.get(conv.input[0])
    if groups > 1:  # depthwise: as many as come in
        filled = incoming
        next(a for a in conv.attribute if a.name == "group").i = filled
        added_in = 0
    else:
        last = leads_to_output(net, conv.output[0], outputs)
        filled = count if last else -(-count // BLOCK) * BLOCK
        added_in = (incoming or weights.shape[1]) - weights.shape[1]
    added = filled - count
    if added:
        net.filled.add(conv.output[0])
    conv.input[1] = net.weight(
        conv.input[1] + "_blocks",
        np.pad(weights, ((0, added), (0, added_in), (0, 0), (0, 0))), conv.input[1])
    if len(conv.input) > 2:
        conv.input[2] = net.weight(
            conv.input[2] + "_blocks", np.pad(net.weights[conv.input[2]], (0, added)),
            conv.input[2])
    return filled


def main(source, target, *outputs):
    net = Network(source)
    net.keep_outputs(outputs)
    fuse_hard_swishes(net)
    turn_paddings_into_convolutions(net)
    fill_blocks(net, outputs)
    net.save(target)


if __name__ == "__main__":
    main(*sys.argv[1:])
