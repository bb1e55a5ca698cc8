"""A house beside a simulated WeCom, as the live codes' own tests have it."""

from tests.acquisition.schedule.conftest import in_shop

__all__ = ["in_shop"]
