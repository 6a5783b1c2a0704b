"""Every address of the product."""

from django.urls import include, path

from lianxin.site.health import livez, readyz

urlpatterns = [
    path("livez", livez, name="livez"),
    path("readyz", readyz, name="readyz"),
    path("desk/", include("lianxin.desk.urls")),
    path("api/v1/", include("lianxin.api.urls")),
]
handler400 = "lianxin.desk.errors.bad_request"
handler404 = "lianxin.desk.errors.page_not_found"
handler500 = "lianxin.desk.errors.server_error"
