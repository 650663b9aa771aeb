"""What a text and a label can be, for hypothesis."""

from hypothesis import strategies as st

# Everything an encoding can write but NUL; surrogates are no characters.
texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30).filter(
    lambda text: not text.startswith("\ufeff")
)
one_line_texts = texts.map(lambda text: text.replace("\r", "").replace("\n", ""))
labels = st.sampled_from(["ham", "spam", "two words", "été", "0"])
