"""Handbill."""
