"""The science of places: arrays in, arrays out; no input or output, nothing about Taiwan."""
