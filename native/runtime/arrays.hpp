// The model's arrays by name, and the check that each has the shape that is expected of it.
#pragma once

#include <cstddef>
#include <map>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace elman {

struct Array {
  const float* data = nullptr;
  std::vector<std::size_t> shape;
};

class Arrays {
 public:
  explicit Arrays(std::map<std::string, Array> arrays) : arrays_(std::move(arrays)) {}

  // The numbers of an array. Throws std::invalid_argument if it is missing or of another shape.
  const float* get(const std::string& name, const std::vector<std::size_t>& shape) const {
    const auto found = arrays_.find(name);
    if (found == arrays_.end()) {
      throw std::invalid_argument("`" + name + "`: expected an array of shape " + written(shape) + "; got none");
    }
    if (found->second.shape != shape) {
      throw std::invalid_argument("`" + name + "`: expected shape " + written(shape) + "; got " +
                                  written(found->second.shape));
    }
    return found->second.data;
  }

 private:
  static std::string written(const std::vector<std::size_t>& shape) {  // as Python writes a tuple
    std::string text = "(";
    for (const std::size_t each : shape) text += (text.size() > 1 ? ", " : "") + std::to_string(each);
    return text + (shape.size() == 1 ? ",)" : ")");
  }

  std::map<std::string, Array> arrays_;
};

}  // namespace elman
