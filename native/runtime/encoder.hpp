// From a text of one byte a character to tokens: the same ids as `elman.text.encoder`.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "dictionary.hpp"
#include "memory.hpp"
#include "string_table.hpp"
#include "text_settings.hpp"
#include "token.hpp"

namespace elman {

class Encoder {
 public:
  // Memory for one text at a time.
  struct Scratch {
    struct Span {
      std::size_t start, end;
    };
    std::string cleaned, plain, padded;
    std::vector<Span> spans;
  };

  // `words` are the ones that a disguise may hide, in lower case; without any, none is looked for.
  Encoder(const TextSettings& settings, const Dictionary& dictionary, StringTable words)
      : settings_(settings), dictionary_(dictionary), words_(std::move(words)) {}

  // Whether a text is one that `encode` reads as Python does; any of ASCII is.
  static bool covers(std::string_view text);

  // Writes the tokens of a text; they are good until `memory` forgets.
  void encode(std::string_view text, Memory& memory, Scratch& scratch, std::vector<Token>& tokens) const;

 private:
  std::string_view cleaned(std::string_view text, Scratch& scratch) const;
  void cut(std::string_view text, Scratch& scratch) const;
  void add_pieces(std::string_view text, std::size_t first, std::size_t last, Memory& memory, const Scratch& scratch,
                  std::vector<Token>& tokens) const;

  TextSettings settings_;
  const Dictionary& dictionary_;
  StringTable words_;
};

}  // namespace elman
