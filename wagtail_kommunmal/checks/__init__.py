from .additions import (
    check_own_members,
    check_own_section_serializers,
    check_own_section_templates,
    check_own_sections,
    check_own_summary_members,
    check_same_additions,
    check_sections_are_published,
)
from .database import check_lasting_connections, check_transactions_of_sqlite
from .installed import (
    check_base_page,
    check_order_of_apps,
    check_page_classes,
    check_place_for_plans,
    check_required_apps,
)
from .languages import check_content_languages, check_i18n, check_locale_middleware, check_wagtail_i18n
from .publishers import check_hosts_of_publishers, check_sites_have_publishers
from .settings import (
    check_address_of_kolada,
    check_age_of_preview_tokens,
    check_age_of_versions,
    check_cache_of_answers,
    check_known_settings,
    check_number_of_fields,
    check_open_data_is_published,
    check_publishers_of_open_data,
    check_shape_of_settings,
)
from .urls import check_api_is_mounted, check_api_is_reached, check_pages_are_mounted

__all__ = [
    "check_address_of_kolada",
    "check_age_of_preview_tokens",
    "check_age_of_versions",
    "check_api_is_mounted",
    "check_api_is_reached",
    "check_base_page",
    "check_cache_of_answers",
    "check_content_languages",
    "check_hosts_of_publishers",
    "check_i18n",
    "check_known_settings",
    "check_lasting_connections",
    "check_locale_middleware",
    "check_number_of_fields",
    "check_open_data_is_published",
    "check_order_of_apps",
    "check_own_members",
    "check_own_section_serializers",
    "check_own_section_templates",
    "check_own_sections",
    "check_own_summary_members",
    "check_page_classes",
    "check_pages_are_mounted",
    "check_place_for_plans",
    "check_publishers_of_open_data",
    "check_required_apps",
    "check_same_additions",
    "check_sections_are_published",
    "check_shape_of_settings",
    "check_sites_have_publishers",
    "check_transactions_of_sqlite",
    "check_wagtail_i18n",
]
