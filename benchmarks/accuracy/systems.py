"""The rivals by name, in the order of the table."""

from benchmarks.accuracy import fasttext_rival, linear
from benchmarks.accuracy.system import System

SYSTEMS: dict[str, System] = {
    system.name: system
    for system in (
        System("naive-bayes", "multinomial naive Bayes", linear.opened(linear.naive_bayes)),
        System("words-svm", "words(1,2) SVM", linear.opened(linear.words_svm)),
        System("union-svm", "words + characters SVM", linear.opened(linear.union_svm)),
        System("surface-svm", "words + characters + surface SVM", linear.opened(linear.surface_svm)),
        System("fasttext", "fastText, defaults", fasttext_rival.opened({})),
        System("fasttext-tuned", "fastText, tuned", fasttext_rival.opened(fasttext_rival.TUNED)),
    )
}
