// A sheet of paper to draw a map and its legend on: shapes and words by cairo, the file by libpng.
#pragma once
#include <cairo.h>
#include <png.h>

#include <cstdint>
#include <cstring>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

struct rgb {
  std::uint8_t red, green, blue;
};
inline constexpr rgb ink{38, 38, 44}, pale_ink{112, 112, 120}, paper{252, 250, 246};

enum class align { left, centre, right };
enum class face { plain, bold, title };

class sheet {
 public:
  sheet(int width, int height)
      : surface_(cairo_image_surface_create(CAIRO_FORMAT_RGB24, width, height), cairo_surface_destroy),
        cairo_(cairo_create(surface_.get()), cairo_destroy) {
    if (cairo_status(cairo_.get()) != CAIRO_STATUS_SUCCESS) throw std::runtime_error("cairo has no room for a picture");
    colour(paper);
    cairo_paint(cairo_.get());
  }

  cairo_t* pen() const { return cairo_.get(); }
  void colour(rgb c, double opacity = 1) {
    cairo_set_source_rgba(pen(), c.red / 255.0, c.green / 255.0, c.blue / 255.0, opacity);
  }
  void line(double x0, double y0, double x1, double y1, rgb c = ink, double width = 1.2) {
    cairo_move_to(pen(), x0, y0);
    cairo_line_to(pen(), x1, y1);
    stroke(c, width);
  }
  void stroke(rgb c, double width) {
    colour(c);
    cairo_set_line_width(pen(), width);
    cairo_stroke(pen());
  }
  void fill(rgb c) {
    colour(c);
    cairo_fill(pen());
  }
  // (x, y) is on the base line. Returns the width of the words.
  double write(double x, double y, std::string const& words, double size, align a = align::left, face f = face::plain,
               rgb c = ink) {
    cairo_select_font_face(pen(), f == face::title ? "DejaVu Serif" : "DejaVu Sans", CAIRO_FONT_SLANT_NORMAL,
                           f == face::plain ? CAIRO_FONT_WEIGHT_NORMAL : CAIRO_FONT_WEIGHT_BOLD);
    cairo_set_font_size(pen(), size);
    cairo_text_extents_t box;
    cairo_text_extents(pen(), words.c_str(), &box);
    colour(c);
    cairo_move_to(pen(), a == align::left ? x : a == align::centre ? x - box.x_advance / 2 : x - box.x_advance, y);
    cairo_show_text(pen(), words.c_str());
    cairo_new_path(pen());  // an arc would be joined to the end of the words
    return box.x_advance;
  }

  // Cells, row by row, stretched over a rectangle of the sheet.
  void cells(std::vector<rgb> const& of, int rows, int columns, double x, double y, double width, double height) {
    std::unique_ptr<cairo_surface_t, void (*)(cairo_surface_t*)> map(
        cairo_image_surface_create(CAIRO_FORMAT_RGB24, columns, rows), cairo_surface_destroy);
    if (cairo_surface_status(map.get()) != CAIRO_STATUS_SUCCESS)
      throw std::runtime_error("cairo has no room for a map");
    unsigned char* const pixels = cairo_image_surface_get_data(map.get());
    int const stride = cairo_image_surface_get_stride(map.get());
    for (int i = 0; i < rows; ++i)
      for (int j = 0; j < columns; ++j) {
        rgb const c = of[static_cast<std::size_t>(i) * static_cast<std::size_t>(columns) + static_cast<std::size_t>(j)];
        std::uint32_t const word = std::uint32_t{c.red} << 16 | std::uint32_t{c.green} << 8 | c.blue;
        std::memcpy(pixels + static_cast<std::ptrdiff_t>(i) * stride + 4 * j, &word, 4);
      }
    cairo_surface_mark_dirty(map.get());
    cairo_save(pen());
    cairo_rectangle(pen(), x, y, width, height);
    cairo_clip(pen());
    cairo_translate(pen(), x, y);
    cairo_scale(pen(), width / columns, height / rows);
    cairo_set_source_surface(pen(), map.get(), 0, 0);
    cairo_pattern_set_filter(cairo_get_source(pen()), CAIRO_FILTER_BEST);
    cairo_pattern_set_extend(cairo_get_source(pen()), CAIRO_EXTEND_PAD);
    cairo_paint(pen());
    cairo_restore(pen());
  }

  // The bytes of a PNG file.
  std::string png() const {
    cairo_surface_flush(surface_.get());
    png_image image{};
    image.version = PNG_IMAGE_VERSION;
    image.width = static_cast<png_uint_32>(cairo_image_surface_get_width(surface_.get()));
    image.height = static_cast<png_uint_32>(cairo_image_surface_get_height(surface_.get()));
    image.format = PNG_FORMAT_RGB;
    unsigned char const* const pixels = cairo_image_surface_get_data(surface_.get());
    int const stride = cairo_image_surface_get_stride(surface_.get());
    std::vector<std::uint8_t> rows;
    rows.reserve(std::size_t{3} * image.width * image.height);
    for (png_uint_32 i = 0; i < image.height; ++i)
      for (png_uint_32 j = 0; j < image.width; ++j) {
        std::uint32_t word;
        std::memcpy(&word, pixels + static_cast<std::ptrdiff_t>(i) * stride + 4 * static_cast<std::ptrdiff_t>(j), 4);
        for (int shift : {16, 8, 0}) rows.push_back(static_cast<std::uint8_t>(word >> shift));
      }
    png_alloc_size_t size = PNG_IMAGE_PNG_SIZE_MAX(image);
    std::string bytes(size, '\0');
    if (!png_image_write_to_memory(&image, bytes.data(), &size, 0, rows.data(), 0, nullptr))
      throw std::runtime_error(std::string("libpng: ") + image.message);
    bytes.resize(size);
    return bytes;
  }

 private:
  std::unique_ptr<cairo_surface_t, void (*)(cairo_surface_t*)> surface_;
  std::unique_ptr<cairo_t, void (*)(cairo_t*)> cairo_;
};
