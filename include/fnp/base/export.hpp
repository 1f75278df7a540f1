// FNP_EXPORT marks what the library offers; everything else stays hidden.
#pragma once

#define FNP_EXPORT __attribute__((visibility("default")))
