// A certificate: one evaluation, its plan and what was found, as JSON that an independent program can check again.
//
// Schema: certificate.schema.json. The same evaluation gives the same bytes: no addresses, no times, no paths;
// constants are hex. recheck.py reads it without any code of fnp.
#pragma once
#include <string>

#include "verify/isomorphism/checker.hpp"

namespace fnp::isomorphism {

std::string make_certificate(subject const&, verdict const&);

}  // namespace fnp::isomorphism
