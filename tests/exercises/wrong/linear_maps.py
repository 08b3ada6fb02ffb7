"""Wrong answers to the exercises on linear maps, and a part of the hint they get."""

import numpy as np

from mathdl.linalg import null_space


def columns_as_rows(f, n):
    return np.array([f(e) for e in np.eye(n)])


def all_at_once(f, n):
    return f(np.eye(n))


def one_call(f, n):
    return f(np.ones(n))


def clockwise(theta):
    c, s = np.cos(theta), np.sin(theta)
    return np.array([[c, s], [-s, c]])


def in_degrees(theta):
    c, s = np.cos(theta * np.pi / 180), np.sin(theta * np.pi / 180)
    return np.array([[c, -s], [s, c]])


def mirror(theta):
    c, s = np.cos(theta), np.sin(theta)
    return np.array([[c, s], [s, -c]])


def first_layer_on_the_left(layers):
    W, b = layers[-1]
    for V, c in layers[-2::-1]:
        W, b = V @ W, V @ b + c
    return np.column_stack([W, b])


def biases_added(layers):
    W = np.eye(layers[0][0].shape[1])
    for V, _ in layers:
        W = V @ W
    return np.column_stack([W, sum(c for _, c in layers)])


def last_bias_only(layers):
    W = np.eye(layers[0][0].shape[1])
    for V, c in layers:
        W, b = V @ W, c
    return np.column_stack([W, b])


def weights_alone(layers):
    W = np.eye(layers[0][0].shape[1])
    for V, _ in layers:
        W = V @ W
    return W


def switches(w, b):
    return np.unique(np.round(-b[w != 0] / w[w != 0], 9))


WRONG = {
    "ex-linear-maps-columns": [
        (columns_as_rows, "yours stand in its rows"),
        (all_at_once, "f takes one vector"),
        (one_call, "n calls are needed"),
    ],
    "ex-linear-maps-rotation": [
        (clockwise, "this turns clockwise"),
        (in_degrees, "in radians already"),
        (mirror, "this is a reflection"),
    ],
    "ex-linear-maps-batch": [
        (lambda X, W, b: X @ W + b, "transpose W"),
        (lambda X, W, b: X @ W.T, "the bias is missing"),
        (lambda X, W, b: W @ X.T + b[:, None], "yours are the columns"),
    ],
    "ex-linear-maps-collapse": [
        (first_layer_on_the_left, "stands on the right"),
        (biases_added, "passes through the layers after it"),
        (last_bias_only, "carry W and b along"),
        (weights_alone, "append b as one more column"),
    ],
    "ex-linear-maps-invisible": [
        (lambda W: np.zeros(W.shape[1]), "the length has to be 1"),
        (lambda W: null_space(W)[:, 0], "its length is not 1 yet"),
        (lambda W: np.linalg.svd(W)[0][:, -1], "it has to fit an input"),
    ],
    "ex-linear-maps-kinks": [
        (lambda w, b: len(w) + 1, "never switch"),
        (lambda w, b: np.count_nonzero(w) + 1, "one cut, not two"),
        (lambda w, b: len(switches(w, b)), "k + 1 intervals"),
        (lambda w, b: len(set(-b[w != 0] / w[w != 0])) + 1, "to nine digits"),
    ],
}
