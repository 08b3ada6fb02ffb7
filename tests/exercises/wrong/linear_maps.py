"""Wrong answers to the exercises on linear maps, and a part of the hint they get."""

import numpy as np

from mathdl.linalg import null_space


def columns_as_rows(f, n):
    b = f(np.zeros(n))
    return np.array([*(f(e) - b for e in np.eye(n)), b])


def all_at_once(f, n):
    return f(np.eye(n))


def bias_in_each(f, n):
    return np.column_stack([*(f(e) for e in np.eye(n)), f(np.zeros(n))])


def clockwise(theta):
    c, s = np.cos(theta), np.sin(theta)
    return np.array([[c, s], [-s, c]])


def in_degrees(theta):
    c, s = np.cos(theta * np.pi / 180), np.sin(theta * np.pi / 180)
    return np.array([[c, -s], [s, c]])


def mirror(theta):
    c, s = np.cos(theta), np.sin(theta)
    return np.array([[c, s], [s, -c]])


def through(W, b, layers):
    for V, c in layers:
        W, b = W + V @ W, b + V @ b + c
    return W, b


def first_layer_on_the_left(layers):
    n = len(layers[0][1])
    return np.column_stack(through(np.eye(n), np.zeros(n), layers[::-1]))


def no_input_added(layers):
    W, b = layers[0]
    for V, c in layers[1:]:
        W, b = V @ W, V @ b + c
    return np.column_stack([W, b])


def input_added_at_the_end(layers):
    W, b = layers[0]
    for V, c in layers[1:]:
        W, b = V @ W, V @ b + c
    return np.column_stack([W + np.eye(len(W)), b])


def biases_added(layers):
    n = len(layers[0][1])
    W, _ = through(np.eye(n), np.zeros(n), layers)
    return np.column_stack([W, sum(c for _, c in layers)])


def weights_alone(layers):
    n = len(layers[0][1])
    return through(np.eye(n), np.zeros(n), layers)[0]


def switches(w, b):
    return np.unique(np.round(-b[w != 0] / w[w != 0], 9))


WRONG = {
    "ex-linear-maps-columns": [
        (columns_as_rows, "yours stand in its rows"),
        (all_at_once, "f takes one vector"),
        (bias_in_each, "subtract f(0)"),
        (lambda f, n: bias_in_each(f, n)[:, :-1], ""),
    ],
    "ex-linear-maps-rotation": [
        (clockwise, "this turns clockwise"),
        (in_degrees, "in radians already"),
        (mirror, "this is a reflection"),
    ],
    "ex-linear-maps-batch": [
        (lambda Y, W, b: (Y - b) @ np.linalg.inv(W), "once too often"),
        (lambda Y, W, b: Y @ np.linalg.inv(W).T, "the bias is still in it"),
        (lambda Y, W, b: Y @ np.linalg.inv(W).T - b, "it goes first"),
        (lambda Y, W, b: np.linalg.inv(W) @ (Y - b).T, "yours are the columns"),
    ],
    "ex-linear-maps-collapse": [
        (first_layer_on_the_left, "stands on the right"),
        (no_input_added, "its matrix is I + W"),
        (input_added_at_the_end, "every layer adds its own input"),
        (biases_added, "passes through the layers after it"),
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
