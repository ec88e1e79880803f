"""Notes as an editor has them: findings, fixes and completion in unsaved text."""
