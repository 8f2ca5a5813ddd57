// Filled by issue B.
