"""The preset `textbook` as a program in TensorFlow's graph mode, from the file of messages to the two pictures.

The steps and the means are those of the textbook's own program: Keras' tokenizer and padding, a graph with
placeholders, a recurrent layer that is unrolled by a loop of the graph, a session that is fed batch after batch, each
padded once more, Matplotlib in the end. The last release with all of them is 2.15, for Python 3.11 and older.
"""

import json
import re
import sys
from pathlib import Path
from typing import Any

import matplotlib

matplotlib.use("agg")

import matplotlib.pyplot as plt
import numpy as np
import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()

LONGEST, BATCH, EPOCHS = 25, 250, 20


def read(path: Path) -> tuple[Any, Any, int]:
    """Ids ``[texts, LONGEST]``, labels, and how many ids there are."""
    lines = [line.split("\t", 1) for line in path.read_text(encoding="utf-8").split("\n") if line]
    texts = [" ".join(re.sub(r"[^a-z\s]", "", text.lower()).split()) for _, text in lines]
    tokenizer = tf.keras.preprocessing.text.Tokenizer()
    tokenizer.fit_on_texts(texts)
    ids = tokenizer.texts_to_sequences(texts)
    padded = tf.keras.preprocessing.sequence.pad_sequences(ids, maxlen=LONGEST, padding="post")
    return padded, np.array([label == "spam" for label, _ in lines], np.int32), len(tokenizer.word_counts) + 1


def padded(batch: Any) -> Any:
    """Filled up to its longest text. None is shorter, but the textbook's program asks, and takes time for it."""
    longest = max(len(text) for text in batch)
    return np.array([np.pad(text, (0, longest - len(text))) for text in batch])


class Graph:
    """Ids of words to a loss, an accuracy, and a step that lowers the loss."""

    def __init__(self, vocab_size: int) -> None:
        self.ids = tf.placeholder(tf.int32, [None, LONGEST])
        self.labels = tf.placeholder(tf.int32, [None])
        self.kept = tf.placeholder(tf.float32)
        vectors = tf.Variable(tf.random_uniform([vocab_size, 50], -1.0, 1.0))
        cell = tf.nn.rnn_cell.BasicRNNCell(10)
        states, _ = tf.nn.dynamic_rnn(cell, tf.nn.embedding_lookup(vectors, self.ids), dtype=tf.float32)
        last = tf.nn.dropout(states, self.kept)[:, -1]
        weight = tf.Variable(tf.truncated_normal([10, 2], stddev=0.1))
        logits = tf.matmul(last, weight) + tf.Variable(tf.constant(0.1, shape=[2]))
        losses = tf.nn.sparse_softmax_cross_entropy_with_logits(logits=logits, labels=self.labels)
        self.loss = tf.reduce_mean(losses)
        hits = tf.equal(tf.argmax(logits, 1, output_type=tf.int32), self.labels)
        self.accuracy = tf.reduce_mean(tf.cast(hits, tf.float32))
        self.step = tf.train.RMSPropOptimizer(5e-4).minimize(self.loss)


def draw(history: list[dict[str, dict[str, float]]], measure: str) -> None:
    """One measure over the epochs, into a picture that is thrown away."""
    plt.figure()
    for part in ("train", "test"):
        plt.plot(range(1, EPOCHS + 1), [row[part][measure] for row in history], label=part)
    plt.title(measure)
    plt.legend()
    plt.savefig(Path("/dev/null"), format="png")


def main() -> None:
    """Train and measure after each epoch, on the training and on the test part; then draw both measures."""
    ids, labels, vocab_size = read(Path(sys.argv[1]))
    graph, random, history = Graph(vocab_size), np.random.default_rng(0), []
    order = random.permutation(len(ids))
    parts = {"train": order[: int(0.8 * len(order))], "test": order[int(0.8 * len(order)) :]}
    with tf.Session() as session:
        session.run(tf.global_variables_initializer())
        for _ in range(EPOCHS):
            shuffled = random.permutation(parts["train"])
            for start in range(0, len(shuffled), BATCH):
                rows = shuffled[start : start + BATCH]
                session.run(graph.step, {graph.ids: padded(ids[rows]), graph.labels: labels[rows], graph.kept: 0.5})
            row = {}
            for name, rows in parts.items():
                fed = {graph.ids: ids[rows], graph.labels: labels[rows], graph.kept: 1.0}
                loss, accuracy = session.run([graph.loss, graph.accuracy], fed)
                row[name] = {"loss": float(loss), "accuracy": float(accuracy)}
            history.append(row)
    for measure in ("loss", "accuracy"):
        draw(history, measure)
    print(json.dumps(history))


if __name__ == "__main__":
    main()
