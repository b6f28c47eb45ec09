"""What those who work on Detente run: benchmarks, fuzzing, generated pages and pictures."""
