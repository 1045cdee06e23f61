"""What the package registers in the Wagtail admin. The work is done in ``admin``."""

from __future__ import annotations

from typing import Any

from django.urls import URLPattern, URLResolver, path
from wagtail import hooks
from wagtail.signals import init_new_page
from wagtail.snippets.models import register_snippet

from .admin import closed_plans, closing, copies, homepage, moved_images, number_rule, site_roots
from .admin.bulk_delete import DeleteListedRows
from .admin.imports import urls as imports_urls
from .admin.kolada import urls as kolada_urls
from .admin.menu import GoalsAndFollowUp, menu_css
from .admin.new_pages import fill_new_page
from .admin.overviews import homepage as overviews_homepage
from .admin.overviews import registrations as overviews
from .admin.overviews import urls as overviews_urls
from .admin.releases import access as releases_access
from .admin.releases import registrations as releases
from .admin.releases import urls as releases_urls
from .admin.reports import closed_plans as closed_plans_of_reports
from .admin.reports.homepage import narrow_panels
from .admin.reports.policy import report_policy
from .admin.roll_over import registrations as roll_over
from .admin.roll_over import urls as roll_over_urls
from .admin.tables import urls as tables_urls
from .admin.value_grid import registrations as value_grid
from .admin.value_grid import urls as value_grid_urls
from .admin.words import views as words
from .compat import register_permission_policy
from .models import FollowUpReport
from .releasing import hiding, rebuild

# Before anything asks what may be done with reports.
register_permission_policy(FollowUpReport, report_policy)

register_snippet(GoalsAndFollowUp)

init_new_page.connect(fill_new_page)

hooks.register("before_create_page", closed_plans.refuse_new_goal)
hooks.register("before_delete_page", closed_plans.refuse_deletion)
hooks.register("before_delete_page", site_roots.refuse_deletion)
hooks.register("before_delete_snippet", closed_plans_of_reports.refuse_deletion)
hooks.register("before_move_page", closed_plans.refuse_move)
hooks.register("before_move_page", number_rule.refuse_move)
hooks.register("before_bulk_action", closed_plans.refuse_bulk_action)
hooks.register("before_bulk_action", number_rule.refuse_bulk_action)
hooks.register("after_bulk_action", moved_images.release_what_shows_them)
hooks.register("after_copy_page", copies.refresh_copied_goals)
hooks.register("construct_homepage_panels", homepage.add_release_health)
hooks.register("construct_homepage_panels", narrow_panels)
hooks.register("construct_homepage_panels", overviews_homepage.add_due_panel)
hooks.register("insert_global_admin_css", menu_css)
hooks.register("register_page_header_buttons", closing.plan_buttons)
hooks.register("register_page_header_buttons", releases.page_buttons)
hooks.register("register_page_header_buttons", roll_over.plan_buttons)
hooks.register("register_page_listing_more_buttons", closing.plan_buttons)
hooks.register("register_page_listing_more_buttons", releases.page_buttons)
hooks.register("register_page_listing_more_buttons", roll_over.plan_buttons)
hooks.register("register_permissions", releases_access.permissions)
hooks.register("register_reports_menu_item", overviews.matrix_of_reports)
hooks.register("register_reports_menu_item", overviews.freshness_board)
hooks.register("register_snippet_listing_buttons", value_grid.listing_buttons)
# Takes the place of Wagtail's own, which is registered without an order.
hooks.register("register_bulk_action", DeleteListedRows, order=1)
hooks.register("register_log_actions", closing.register_log_actions)
hooks.register("register_log_actions", hiding.register_log_actions)
hooks.register("register_log_actions", rebuild.register_log_actions)
hooks.register("register_log_actions", roll_over.register_log_actions)
hooks.register("register_log_actions", value_grid.register_log_actions)
hooks.register("register_log_actions", words.register_log_actions)
hooks.register("register_settings_menu_item", words.menu_item)


@hooks.register("register_admin_urls")
def register_admin_urls() -> list[URLPattern | URLResolver]:
    return [
        path(
            "kommunmal/plans/<int:page_id>/close/",
            closing.ClosePlanView.as_view(),
            name="wagtail_kommunmal_close_plan",
        ),
        path("kommunmal/plans/<int:page_id>/open/", closing.OpenPlanView.as_view(), name="wagtail_kommunmal_open_plan"),
        path("kommunmal/words/<str:vocabulary>/", words.WordsView.as_view(), name="wagtail_kommunmal_words"),
        *imports_urls.urlpatterns,
        *kolada_urls.urlpatterns,
        *overviews_urls.urlpatterns,
        *releases_urls.urlpatterns,
        *roll_over_urls.urlpatterns,
        *tables_urls.urlpatterns,
        *value_grid_urls.urlpatterns,
    ]


@hooks.register("register_icons")
def register_icons(icons: list[Any]) -> list[Any]:
    names = ("goal", "plan", "key-figure", "investment")
    return [*icons, *(f"wagtail_kommunmal/icons/{name}.svg" for name in names)]
