"""Lynceus measured beside Python engines that do the same four analyses."""
