"""Scenes that use every input, every mark and every operation, for the suite to try."""

import numpy as np
import sympy as sp

from mathdl.scenes import (
    Append,
    Area,
    ArgMax,
    ArgMin,
    Arrow,
    Bars,
    Chart,
    Circle,
    Contours,
    Count,
    Curve,
    Data,
    Dot,
    Field,
    Graph,
    Grid,
    Heat,
    Histogram,
    Largest,
    Lattice,
    Line,
    MatrixPicture,
    Mean,
    Median,
    Menu,
    Number,
    Orbit,
    Path,
    Plane,
    Point,
    Points,
    Polygon,
    Polyline,
    Remove,
    Scatter,
    Scene,
    Segment,
    Series,
    Slider,
    Smallest,
    Sum,
    Text,
    Tick,
)

x, y, t = sp.symbols("x y t", real=True)


def shadow() -> Scene:
    """The scene that the design begins with."""
    u, v = Point("u", (2, 1)), Point("v", (1, 2), tone="b")
    shadow = u.dot(v) / u.dot(u) * u
    return Scene(
        Plane(
            extent=3,
            marks=[
                Arrow(u),
                Arrow(v, tone="b"),
                Segment(v, shadow, style="dashed"),
                Arrow(shadow, tone="c"),
            ],
        ),
        about="Two arrows and the shadow of one on the other.",
        readout={"u · v": u.dot(v), "cos": u.dot(v) / (u.norm() * v.norm())},
        say=[
            (u.dot(v) > 0, "The angle is acute."),
            (u.dot(v) < 0, "It is obtuse."),
            (True, "They are orthogonal."),
        ],
    )


def rails() -> Scene:
    """Points that stay on something, and lines that catch them."""
    p, q = Point("p", (-2, -1)), Point("q", (2, 1), tone="b")
    between = Point("between", 0.25, on=Segment(p, q), tone="c")
    beyond = Point("beyond", 1.2, on=Line(p, q), tone="d")
    about = Point("about", 0.5, on=Circle(p, (q - p).norm() / 3), tone="e")
    spiral = Curve((t * sp.cos(t) / 3, t * sp.sin(t) / 3), (t, 0.5, 7))
    along = Point("along", 2, on=spiral, tone="f")
    knot = Point("knot", (1, -2), on=Lattice(0.5), tone="ink", names=("a", "b"))
    caught = Point("caught", (0, 2), snap=[Line(p, q)], within=(-3, 3, -3, 3))
    return Scene(
        Plane(
            [
                Segment(p, q),
                Line(p, q, style="dotted", label="through both"),
                Line.where(q - p, 1, tone="muted"),
                Circle(p, (q - p).norm() / 3, fill=0.1, tone="e"),
                spiral,
                Polyline([p, about, knot, caught]),
                Polygon(
                    [p, q, caught],
                    hatch=sp.Matrix.hstack(q - p, caught - p).det() < 0,
                    label=("area {:1}", sp.Matrix.hstack(q - p, caught - p).det() / 2),
                ),
                Dot(along, tone="f", label="here"),
                Text((0, 2.7), "at {} and {:3}", between, beyond.x),
                Curve((t, sp.sin(t)), (t, p.x, q.x), n=50, head=True),
            ],
            extent=4,
            title="Rails",
            note="one of each",
        ),
        about="Points that stay on a segment, a line, a circle, a curve, a lattice.",
        readout={
            "between": between,
            "angle": (about.t * 180 / sp.pi, "°"),
            "knot": Number(knot, digits=1),
        },
    )


def functions() -> Scene:
    """Every function, along an axis and over the plane."""
    a = Slider("a", 0.1, 3, 1, label="factor")
    whole = Slider("whole", 0, 5, 2, whole=True, play=True)
    small = Slider("small", 1e-4, 10, 0.1, log=True, unit="s")
    kind = Menu("kind", ["sine", "bell", "step"], label="Kind")
    level = Menu("level", {"low": 0.5, "high": 2})
    on = Tick("on", True, label="show the area")
    wave = sp.Piecewise(
        (sp.sin(a * x), kind.is_("sine")),
        (sp.exp(-(x**2) / (2 * a**2)), kind.is_("bell")),
        (sp.Heaviside(x - a), True),
    )
    tried = [
        sp.tan(x),
        sp.asin(x / 3),
        sp.acos(x / 3),
        sp.atan(a * x),
        sp.atan2(x, a),
        sp.sinh(x) - sp.cosh(x),
        sp.tanh(x / a),
        sp.sqrt(x),
        sp.Abs(x - a),
        sp.sign(x) + sp.floor(x) + sp.ceiling(x),
        sp.Max(x, a, 0) - sp.Min(x, a),
        sp.Mod(x, a),
        sp.erf(x / a) + sp.erfc(2 * x),
        sp.gamma(x),
        sp.loggamma(x + a),
        sp.log(x) / small,
        x ** sp.Rational(1, 3) + x**whole,
        sp.asinh(x) + sp.acosh(x + 2),
    ]
    f = x**2 / 4 + y**2 / a + sp.sin(x * y)
    return Scene(
        Chart(
            [
                Area(wave, (x, -3, 3), show=on.on),
                Area(sp.cos(x), (x, 0, a), to=wave, tone="b", n=20),
                Graph(wave, (x, -3, 3), width=3),
                *[Graph(g, (x, -3, 3), n=31, tone="d", fill=0) for g in tried],
            ],
            x=(-3, 3),
            y=(-2, 2 + a),
            xlabel="x",
            ylabel="y",
            title="Graphs",
        ),
        Plane(
            [
                Heat(f, (x, y), 0, 4, n=13, tone="b"),
                Contours(f, (x, y), [level, 1, 3], n=21),
                Field((f.diff(x), f.diff(y)), (x, y), n=7),
            ],
            x=(-2, 2),
            y=(-2, 1),
        ),
        about="Graphs of all functions, and a function of two variables.",
        readout={
            "highest": ArgMax(wave - x**2 / 9, (x, -3, 3)),
            "lowest": Number(ArgMin(x**4 - a * x**2 - x / 9, (x, -2, 2)), digits=4),
            "both": sp.Matrix([a + whole, a * small]),
            "large": 10**whole * sp.Float(123456.789),
            "which": [
                (sp.And(kind.is_("sine"), a > 1), "fast, {:1}", a),
                (
                    sp.Not(sp.And(kind.is_("bell"), sp.Or(a < 2, whole > 3))),
                    "{} and {}",
                    a,
                    whole,
                ),
                (sp.And(a <= 0.5, sp.Ne(whole, 2), sp.Eq(on, 1)), "narrow"),
            ],
        },
        say=[
            (a * whole >= 30, "Large."),
            (a * whole < 1, "Small: {}.", a * whole),
            (True, "At {:0}.", whole),
        ],
        presets={
            "all": {a: 2, whole: 3, small: 0.01, kind: "bell", on: False},
            "one": {a: sp.sqrt(2)},
        },
        buttons={"Double": {a: sp.Min(3, 2 * a)}},
    )


def rows() -> Scene:
    """Sums over data that are given, and over points to drag."""
    rng = np.random.default_rng(3)
    given = Data("given", rng.normal(size=(40, 2)))
    held = Points("held", [-1.2, 0.3, 0.8, 1.5], least=1, most=8)
    pairs = Points("pairs", [[0, 1], [1, 1.5], [2, 1]], tone="d")
    m, s = Slider("m", -3, 3, 0.2), Slider("s", 0.2, 2, 1)
    loss = Sum((held.x - m) ** 2 / (2 * s**2) + sp.log(s), held)
    at = ArgMin(Sum(sp.log(1 + (held.x - t) ** 2), held), (t, -4, 4))
    kernel = Mean(sp.exp(-((x - given.x) ** 2) / (2 * s**2)), given) / s
    slope = Sum(pairs.x * pairs.y, pairs) / Sum(pairs.x**2, pairs)
    return Scene(
        Chart(
            [
                Histogram(given.x + m, given, bins=(-3, 3, 12), density=True),
                Histogram(given.y, given, bins=(-2, 2, 5), tone="b", fill=0.1),
                Graph(kernel, (x, -4, 4), n=41),
                Graph(loss.diff(m) + m - x, (x, -4, 4), n=5, tone="c"),
                Segment((m, 0), (m, loss), style="dashed"),
            ],
            x=(-4, 4),
            y=(-0.1, 1),
            drag=[held],
        ),
        Plane(
            [
                Scatter(given, tone="muted"),
                Scatter(held, of=(held.x, held.x**2), tones=None),
                Scatter(pairs, tone="d"),
                Dot((0, 0), show=False),
                Line((0, 0), (1, slope)),
            ],
            drag=[pairs],
        ),
        about="Sums, means and medians over data.",
        readout={
            "loss": loss,
            "slope": loss.diff(m),
            "mean": Mean(held.x, held),
            "median": Median(held.x, held),
            "ends": sp.Matrix([Smallest(held.x, held), Largest(given.x * s, given)]),
            "above m": Number(Count(held.x > m, held), digits=0),
            "best": at,
            "nested": Mean(Sum((given.x - pairs.x) ** 2, pairs), given),
        },
        buttons={
            "Throw in an outlier": Append(held, (5.5,)),
            "Remove the farthest": Remove(held, largest=sp.Abs(held.x - m)),
            "To the mean": {m: Mean(held.x, held)},
        },
        presets={"two": {held: [0, 1], s: 0.5}},
    )


def runs() -> Scene:
    """Runs: a descent, a walk with noise, a scalar map."""
    w = Point("w", (2, 1.5))
    eta = Slider("eta", 0.01, 1.2, 0.3, label="η")
    k = Slider("k", 0, 30, 12, whole=True)
    f = x**2 / 2 + 3 * y**2 / 2 + x * y / 2
    slope = sp.Matrix([f.diff(x), f.diff(y)])

    def here(g, p):
        return g.subs({x: p[0], y: p[1]}, simultaneous=True)

    descent = Orbit(w, lambda p: p - eta * here(slope, p), 30)
    noise = np.random.default_rng(0).normal(size=(30, 2))
    walk = Orbit(
        (w.x, w.y, 0),
        lambda p, n, z: (p[0] + z[0] / (n + 1), p[1] + eta * z[1], p[2] + z[0] ** 2),
        30,
        noise,
    )
    newton = Orbit(w.x, lambda a: (a + 2 / a) / 2, 6)
    coin = Orbit(0, lambda a, n, z: a + sp.sign(z), 30, noise[:, 0])
    last = descent.last
    return Scene(
        Plane(
            [
                Contours(f, (x, y), [0.5, 1, 2, 4, 8], n=31),
                Path(descent, upto=k, tone="b"),
                Path(walk, tone="muted", dots=False, style="dotted"),
                Dot(descent.at(k), tone="c"),
                Arrow(last, descent.at(k - 1), show=k > 0),
            ],
            title="descent",
        ),
        Chart(
            [
                Series(descent, lambda p: sp.log(here(f, p)), upto=k),
                Series(newton, lambda a: a, tone="d"),
                Series(coin, lambda a: a / 5, tone="e", dots=False),
                Graph(walk.at(x)[0], (x, 0, 30), n=61, tone="f"),
            ],
            x=(0, 30),
            y=(-8, 3),
        ),
        about="Gradient descent, a random walk, and Newton's method for a root.",
        readout={
            "value": Number(here(f, last), digits=6),
            "root": Number(newton.last, digits=8),
            "walk": walk.last,
            "heads": coin.at(k),
        },
        say=[(here(f, last) < here(f, w), "It descends."), (True, "It climbs.")],
    )


def matrices() -> Scene:
    """A linear map: grid, picture, bars, and the columns as fields."""
    a, b = Point("a", (1, 0.5), label="first column"), Point("b", (0, 1), tone="b")
    A = sp.Matrix.hstack(a, b)
    det = A.det()
    far = sp.Max(3, sp.Max(*(sp.Abs(entry) for entry in A)) * sp.Float(1.2))
    return Scene(
        Plane(
            [
                Grid(A),
                Polygon([(0, 0), a, a + b, b], hatch=det < 0, tone="c"),
                Arrow(a, label="Ae₁"),
                Arrow(b, tone="b", label=("Ae₂ {}", b)),
                Text((a + b) / 2, "area {}", det, show=sp.Abs(det) > 0.5),
            ],
            x=(-far, far),
            y=(-far, far),
        ),
        Plane([MatrixPicture(A, low=-2, high=2)], x=(-1, 2), y=(-1, 2), grid=False),
        Chart([Bars([det, A.trace(), a.norm()])], x=(-1, 3), y=(-4, 4)),
        Chart(
            [Bars(a.normalized(), at=(1, 2), width=0.5, tone="d")], x=(0, 3), y=(-1, 1)
        ),
        about="A linear map of the plane with its matrix.",
        readout={"det": det, "inverse, first row": A.inv()[0, :], "A⁻¹a": A.inv() * a},
        say=[(sp.Eq(det, 0), "It is singular."), (True, "It has an inverse.")],
        presets={"turn": {a: (0, 1), b: (-1, 0)}, "flat": {a: (1, 2), b: (2, 4)}},
        buttons={"Swap": {a: b, b: a}},
        fields={"A": [a, b]},
    )


SCENES = {
    make.__name__: make for make in (shadow, rails, functions, rows, runs, matrices)
}
