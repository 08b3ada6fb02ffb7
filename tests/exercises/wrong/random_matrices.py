"""Wrong answers to the exercises on random matrices, and right ones in other styles."""

import math

import numpy as np
from scipy import integrate, stats


def spread_by_moments(n, L, a):
    square, fourth = (1 + a * a) / 2, 1.5 * (1 + a**4)
    v = 1 / square
    total = 1.0
    for _ in range(L):
        total *= (v**2) * (n * fourth + n * (n - 1) * square**2) / n**2
    return total


def spread_with_he(n, L, a):
    return (4 * (1.5 * (1 + a**4) + (n - 1) * (1 + a * a) ** 2 / 4) / n) ** L


def spread_once(n, L, a):
    return 1 + (6 * (1 + a**4) / (1 + a * a) ** 2 - 1) / n


def spread_relu(n, L, a):
    return math.exp(L * math.log1p(5 / n))


def spread_linear(n, L, a):
    return (1 + 2 / n) ** L


def spread_first_order(n, L, a):
    return 1 + L * (6 * (1 + a**4) / (1 + a * a) ** 2 - 1) / n


def dead_by_series(n, L):
    q, total, alive = 2.0**-n, 0.0, 1.0
    for _ in range(L):
        total += alive * q
        alive *= 1 - q
    return total


def dead_plain(n, L):
    return 1.0 - (1.0 - 0.5**n) ** L


def dead_lives(n, L):
    return math.exp(L * math.log1p(-(2.0**-n)))


def dead_union(n, L):
    return L / 2**n


def dead_half(n, L):
    return 0.5 ** (n * L)


def fewest_by_search(N, eps, delta):
    k = 1
    while True:
        law = stats.chi2(k)
        fails = law.sf((1 + eps) * k) + law.cdf((1 - eps) * k)
        if N * (N - 1) // 2 * fails <= delta:
            return k
        k += 1


def fewest_bound(N, eps, delta):
    return math.ceil(
        (4 * math.log(N) - 2 * math.log(delta)) / (eps**2 / 2 - eps**3 / 3)
    )


def _search(pairs, eps, delta, chance):
    k = 1
    while pairs * chance(k) > delta:
        k += 1
    return k


def fewest_upper(N, eps, delta):
    def above(k):
        return stats.chi2.sf((1 + eps) * k, k)

    return _search(N * (N - 1) / 2, eps, delta, above)


def fewest_points(N, eps, delta):
    def both(k):
        return stats.chi2.sf((1 + eps) * k, k) + stats.chi2.cdf((1 - eps) * k, k)

    return _search(N, eps, delta, both)


def fewest_pair(N, eps, delta):
    def both(k):
        return stats.chi2.sf((1 + eps) * k, k) + stats.chi2.cdf((1 - eps) * k, k)

    return _search(1, eps, delta, both)


def samples_by_gamma(p, kappa):
    root = (math.sqrt(kappa) - 1) / (math.sqrt(kappa) + 1)
    return p / root**2


def samples_plain(p, kappa):
    return p / ((kappa - 1) / (kappa + 1)) ** 2


def samples_inverse(p, kappa):
    return p * ((math.sqrt(kappa) - 1) / (math.sqrt(kappa) + 1)) ** 2


def samples_root(p, kappa):
    return p * (math.sqrt(kappa) + 1) / (math.sqrt(kappa) - 1)


def samples_kappa(p, kappa):
    return p * kappa


def share_by_x(c, gamma):
    """Integrate in x, with the edges taken care of by the weights of quad."""
    a, b = (1 - math.sqrt(gamma)) ** 2, (1 + math.sqrt(gamma)) ** 2
    if c < 0:
        return 0.0
    atom = max(0.0, 1 - 1 / gamma)
    if c <= a:
        return atom

    def mass(u):
        x = a + (min(c, b) - a) * np.sin(u) ** 2
        jacobian = (min(c, b) - a) * np.sin(2 * u)
        inside = max((b - x) * (x - a), 0)
        return jacobian * math.sqrt(inside) / (2 * math.pi * gamma * max(x, 1e-300))

    return atom + integrate.quad(mass, 0, math.pi / 2, epsabs=1e-12)[0]


def share_no_atom(c, gamma):
    return share_by_x(c, gamma) - max(0.0, 1 - 1 / gamma) * (c >= 0)


def share_upper(c, gamma):
    return 1 - share_by_x(c, gamma)


def share_of_roots(c, gamma):
    return share_by_x(c**2, gamma) if c > 0 else 0.0


def share_flipped(c, gamma):
    return share_by_x(c, 1 / gamma)


def share_atom_everywhere(c, gamma):
    return share_by_x(abs(c), gamma)


def uniform_by_gram_schmidt(G):
    columns = []
    for g in np.array(G).T:
        for q in columns:
            g = g - (q @ g) * q
        columns.append(g / np.linalg.norm(g))
    return np.array(columns).T


def uniform_library(G):
    return np.linalg.qr(np.array(G))[0]


def uniform_rows(G):
    Q, R = np.linalg.qr(G)
    return np.sign(np.diag(R))[:, None] * Q


def uniform_nearest(G):
    U, _, Vt = np.linalg.svd(G)
    return U @ Vt


def uniform_negative(G):
    Q, R = np.linalg.qr(G)
    return -Q * np.sign(np.diag(R))


WRONG = {
    "ex-random-matrices-spread": [
        (spread_with_he, "another one"),
        (spread_once, "multiply"),
        (spread_relu, "slope a counts"),
        (spread_linear, ""),
        (spread_first_order, ""),
    ],
    "ex-random-matrices-dead": [
        (dead_plain, "rounds to 1"),
        (dead_lives, "lives"),
        (dead_union, "do not add up"),
        (dead_half, ""),
    ],
    "ex-random-matrices-fewest": [
        (fewest_bound, "the theorem's bound"),
        (fewest_upper, "both sides"),
        (fewest_pair, "one pair"),
        (fewest_points, ""),
    ],
    "ex-random-matrices-samples": [
        (samples_plain, "squares"),
        (samples_inverse, "upside down"),
        (samples_root, "square it"),
        (samples_kappa, ""),
    ],
    "ex-random-matrices-share": [
        (share_no_atom, "exactly 0"),
        (share_of_roots, "singular values"),
        (share_upper, ""),
        (share_flipped, "upside down"),
        (share_atom_everywhere, ""),
    ],
    "ex-random-matrices-signs": [
        (uniform_library, "negative entries"),
        (uniform_rows, "turns rows"),
        (uniform_nearest, "nearest"),
        (uniform_negative, ""),
    ],
}

RIGHT = {
    "ex-random-matrices-spread": [spread_by_moments],
    "ex-random-matrices-dead": [dead_by_series],
    "ex-random-matrices-fewest": [fewest_by_search],
    "ex-random-matrices-samples": [samples_by_gamma],
    "ex-random-matrices-share": [share_by_x],
    "ex-random-matrices-signs": [uniform_by_gram_schmidt],
}
