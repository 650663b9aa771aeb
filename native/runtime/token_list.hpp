// The tokens of a text; for one text after the other it keeps its memory, and what is added holds what was there.
#pragma once

#include <algorithm>
#include <cstddef>
#include <span>
#include <vector>

#include "runtime/token.hpp"

namespace elman {

class TokenList {
 public:
  // Makes room for so many more, to be written by the caller.
  Token* add(std::size_t count) {
    const std::size_t before = size_;
    size_ += count;
    if (size_ > all_.size()) all_.resize(std::max(size_, 2 * before));
    return all_.data() + before;
  }
  void clear() { size_ = 0; }
  std::size_t size() const { return size_; }
  std::size_t capacity() const { return all_.size(); }
  operator std::span<const Token>() const { return {all_.data(), size_}; }

 private:
  std::vector<Token> all_;
  std::size_t size_ = 0;
};

}  // namespace elman
